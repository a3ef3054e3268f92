import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

const token = (name: string) => `var(--hw-${name})`;
/** Mantine wants ten shades; which one it takes makes no difference here, the token decides. */
const shades = (name: string) =>
  Array.from({ length: 10 }, () => token(name)) as unknown as MantineColorsTuple;

/** Mantine dressed in the tokens of `public/theme.css`; it brings no colour of its own. */
export const mantineTheme = createTheme({
  fontFamily: token('font'),
  fontFamilyMonospace: token('font-mono'),
  primaryColor: 'action',
  colors: { action: shades('action'), danger: shades('danger') },
  defaultRadius: 'sm',
  radius: { sm: token('radius') },
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    Switch: { defaultProps: { size: 'md' } },
    Button: { defaultProps: { size: 'xs', variant: 'default' } },
    Textarea: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { transitionProps: { duration: 0 }, padding: 'md' } },
  },
});

const variables = {
  '--mantine-color-body': token('surface'),
  '--mantine-color-text': token('text'),
  '--mantine-color-bright': token('text'),
  '--mantine-color-dimmed': token('text-soft'),
  '--mantine-color-placeholder': token('text-soft'),
  '--mantine-color-anchor': token('link'),
  '--mantine-color-error': token('danger'),
  '--mantine-color-default': token('raised'),
  '--mantine-color-default-hover': token('hover'),
  '--mantine-color-default-color': token('text'),
  '--mantine-color-default-border': token('control-line'),
  '--mantine-color-disabled': token('raised'),
  '--mantine-color-disabled-color': token('text-soft'),
  '--mantine-color-disabled-border': token('line'),
  '--mantine-primary-color-filled': token('action'),
  '--mantine-primary-color-filled-hover': token('action-hover'),
  '--mantine-primary-color-contrast': token('on-action'),
  '--mantine-color-action-filled': token('action'),
  '--mantine-color-action-filled-hover': token('action-hover'),
  '--mantine-primary-color-light-hover': token('hover'),
  '--mantine-color-action-light-hover': token('hover'),
};

export const tokenVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables,
  dark: variables,
});
