export { looksLikePng, readPng, type PngImage } from './read-png.ts';
export { writePng } from './write-png.ts';
