// A newer version of the shell of which no file is the same as in dist/: other names, other bytes, another build id.
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** What follows the end of a picture, a font or a text is read by nobody. */
const changeAll = (dir: string): void => {
  for (const name of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue
    const file = path.join(name.parentPath, name.name)
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('\n')]))
  }
}

/** Builds into `outDir`; `workDir` is an empty folder for what is needed on the way. */
export const buildNewerShell = async (
  buildId: string,
  outDir: string,
  workDir: string,
): Promise<void> => {
  cpSync(path.join(ROOT, 'public'), workDir, { recursive: true })
  changeAll(workDir)
  await build({
    configFile: path.join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    publicDir: workDir,
    define: { __BUILD_ID__: JSON.stringify(buildId) },
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        output: {
          entryFileNames: 'assets/newer-[name]-[hash].js',
          chunkFileNames: 'assets/newer-[name]-[hash].js',
          assetFileNames: 'assets/newer-[name]-[hash][extname]',
        },
      },
    },
  })
}
