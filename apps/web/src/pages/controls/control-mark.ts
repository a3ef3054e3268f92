/** What a control is called on the screens: the first letters of its id. */
export const controlMark = (id: string): string => `C-${id.slice(2, 6)}`;
