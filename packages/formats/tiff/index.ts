export { looksLikeTiff, readTiff, type TiffFile, type TiffPage } from './read-tiff.ts';
export { writeTiff, type TiffPageToWrite, type WriteTiffOptions } from './write-tiff.ts';
