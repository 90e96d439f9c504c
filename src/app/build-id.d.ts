// Made by the build (vite.config.ts): the first hex digits of the hash of all sources.
declare const __BUILD_ID__: string
/** How many words of locales/core-mn.json no reader has passed yet. */
declare const __MN_UNREVIEWED__: number
