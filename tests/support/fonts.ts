// The type of the test browsers: Noto Sans SC from npm before whatever the machine has. Without a Chinese face every
// character is an empty box of another width, and a test of geometry would measure boxes that no phone shows.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { installTool } from '../../scripts/tools/npm.ts'

const SYSTEM = '/etc/fonts/fonts.conf'
const FAMILY = 'Noto Sans SC'
const FACES = ['400Regular', '700Bold']

const prefer = (generic: string): string =>
  `<match target="pattern"><test name="family"><string>${generic}</string></test>` +
  `<edit name="family" mode="prepend" binding="strong"><string>${FAMILY}</string></edit></match>`

/** Environment under which a browser on Linux finds the type; elsewhere the system has a Chinese face. */
export const fontEnv = async (
  log: (line: string) => void,
): Promise<Readonly<Record<string, string>>> => {
  if (process.platform !== 'linux') return {}
  const tool = await installTool('fonts', log)
  const faces = path.join(tool, 'node_modules/@expo-google-fonts/noto-sans-sc')
  const conf = path.join(tool, '../../../.cache/browser/fontconfig')
  mkdirSync(conf, { recursive: true })
  const parts = [
    existsSync(SYSTEM) ? `<include ignore_missing="yes">${SYSTEM}</include>` : '',
    ...FACES.map((face) => `<dir>${path.join(faces, face)}</dir>`),
    `<cachedir>${path.join(conf, 'cache')}</cachedir>`,
    ...['system-ui', 'sans-serif'].map(prefer),
  ]
  writeFileSync(
    path.join(conf, 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig>${parts.join('')}</fontconfig>\n`,
  )
  return { FONTCONFIG_PATH: conf, FONTCONFIG_FILE: path.join(conf, 'fonts.conf') }
}
