declare const _default: {
    singleQuote: true;
    printWidth: number;
    semi: true;
    trailingComma: "all";
};
export default _default;
