// Made by the build (vite.config.ts): the first hex digits of the hash of all sources.
declare const __BUILD_ID__: string
