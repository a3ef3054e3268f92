import type { CommandEntry } from './declare-command.ts';

/** Every command, in the order of `--help`. */
export const commandList: readonly CommandEntry[] = [
  { name: 'demo', about: 'start a node with a simulated port day', load: () => import('./demo.ts') },
  { name: 'serve', about: 'start this node', load: () => import('./serve.ts') },
  {
    name: 'screen',
    about: 'rank the containers of files, on a throw-away database',
    load: () => import('./screen.ts'),
  },
  { name: 'edifact', about: 'check EDIFACT files', load: () => import('./edifact.ts') },
  { name: 'scan', about: 'read scan images', load: () => import('./scan.ts') },
  {
    name: 'simulate',
    about: 'write a synthetic port day: messages, history and the truth',
    load: () => import('./simulate.ts'),
  },
  { name: 'user', about: 'who works with this node: list, invite, recover', load: () => import('./user.ts') },
  { name: 'migrate', about: 'bring the database to the newest schema', load: () => import('./migrate.ts') },
  { name: 'doctor', about: 'check the node and say what to do', load: () => import('./doctor.ts') },
  { name: 'replay', about: 'read every kept file again', load: () => import('./replay.ts') },
  {
    name: 'audit',
    about: 'verify the log of acts, print its checkpoint and key',
    load: () => import('./audit.ts'),
  },
  { name: 'draw', about: 'make and verify a provable random draw', load: () => import('./draw.ts') },
  {
    name: 'backup',
    about: 'write everything the node holds into one file',
    load: () => import('./backup.ts'),
  },
  { name: 'restore', about: 'put a backup into an empty node', load: () => import('./restore.ts') },
  {
    name: 'openapi',
    about: 'print the OpenAPI document of the interface',
    load: () => import('./openapi.ts'),
  },
  { name: 'bench', about: 'measure against named peers', load: () => import('./bench.ts') },
  {
    name: 'completion',
    about: 'print the completion script of a shell',
    load: () => import('./completion.ts'),
  },
];
