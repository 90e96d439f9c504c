// The frame of every plain page: readable without scripts in any browser since 2010, also inside WeChat and on paper.
import { formatDecimal, FEN_DECIMALS } from '../../../base/decimal.ts'
import { shanghaiDay } from '../../../base/clock.ts'
import type { Catalogue, Checkpoint } from '../../../pack/model.ts'
import { html, type Markup } from './markup.ts'
import { say } from './words.ts'

export interface PageFrame {
  readonly title: string
  readonly catalogue: Catalogue
  readonly checkpoint: Checkpoint
  /** Address of the same thing in the app. */
  readonly app: string
  readonly body: Markup
}

const STYLE = `
body{font:18px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f1d1a;background:#fbfaf7;margin:0 auto;max-width:60em;padding:1em}
h1{font-size:1.35em;margin:.4em 0}h2{font-size:1.1em;margin:1.4em 0 .4em}
a{color:#0b5c52}nav{margin-bottom:.6em}table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #d9d4ca;padding:.45em .5em;text-align:start;vertical-align:top}
td.n,th.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.demo{background:#8a2d1f;color:#fff;padding:.2em .7em;display:inline-block}
.quiet{color:#5b554c;font-size:.9em}.wide{overflow-x:auto}li{margin:.3em 0}s{color:#6b645a}
@media print{nav,.app{display:none}body{font-size:11pt}thead{display:table-header-group}tr{break-inside:avoid}}`

export const yuan = (fen: number): string => formatDecimal(fen, FEN_DECIMALS)

/** The sentence that is the same for everybody (MASK-2): what is not listed here and whom to ask. */
export const notListed = (catalogue: Catalogue): Markup => {
  const names = catalogue.programmes
    .filter((programme) => programme.disclosure.result[0]?.class !== 'named')
    .map((programme) => programme.name)
    .join('、')
  const { contact } = catalogue.settings
  const who = contact.phone === null ? contact.name : `${contact.name} ${contact.phone}`
  return html`<p class="quiet">${say('notListed', { programmes: names, contact: who })}</p>`
}

export const renderPage = (frame: PageFrame): string => {
  const { catalogue, checkpoint } = frame
  const asOf = say('asOf', { day: shanghaiDay(checkpoint.checkedMs), number: checkpoint.number })
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${frame.title} · ${catalogue.settings.bannerName}</title>
        <style>
          ${{ text: STYLE }}
        </style>
      </head>
      <body>
        <header>
          ${catalogue.settings.demo ? html`<p class="demo">${say('demo')}</p>` : null}
          <nav><a href="/s/">${say('home')}</a> · <a href="/s/policies">${say('policies')}</a></nav>
        </header>
        <main>
          <h1>${frame.title}</h1>
          ${frame.body}
        </main>
        <footer>
          <p class="quiet">${asOf}</p>
          <p class="app"><a href="${frame.app}">${say('openApp')}</a></p>
        </footer>
      </body>
    </html>`.text
}
