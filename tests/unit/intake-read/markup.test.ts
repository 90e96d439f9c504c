// The XML and HTML formats, with what programs at hand do not write.
import { describe, expect, test } from 'vitest'
import { MarkupScanner } from '../../../src/server/intake/read/markup/scan-markup.ts'
import { makeMerge, readOk, refusalOf } from './fixtures.ts'
import { makeZip, odsContent, odsParts, xlsxParts } from './make-files.ts'

const xlsx = async (sheetXml: string, extra: Record<string, string> = {}) =>
  (await readOk(makeZip({ ...xlsxParts(sheetXml), ...extra }))).sheets[0]

const ods = async (content: string) => (await readOk(makeZip(odsParts(content)))).sheets

const text = async (source: string) => (await readOk(Buffer.from(source))).sheets

describe('the scanner', () => {
  const events = (pieces: readonly string[]): string[] => {
    const seen: string[] = []
    const scanner = new MarkupScanner({
      listening: true,
      open: (name, attributes) => seen.push(`<${name} ${attributes.get('a') ?? ''}>`),
      text: (piece) => {
        const last = seen.at(-1)
        if (last?.startsWith('=') === true) seen[seen.length - 1] = last + piece
        else seen.push(`=${piece}`)
      },
      close: (name) => seen.push(`</${name}>`),
    })
    for (const piece of pieces) scanner.push(piece)
    scanner.end()
    return seen
  }
  const SOURCE =
    '<?xml version="1.0"?><!DOCTYPE x [<!ELEMENT y>]><p:x a=\'1>2\' b="3"><!-- <no> --><y p:a="&lt;&#x41;"/>a &amp; b\r\nc<![CDATA[<raw>&amp;]]></p:x >'
  const WHOLE = ['=]>', '<x 1>2>', '<y <A>', '</y>', '=a & b\nc<raw>&amp;', '</x>']

  test('sees the same events however the text is cut', () => {
    expect(events([SOURCE])).toEqual(WHOLE)
    for (let cut = 1; cut < SOURCE.length; cut++) {
      expect(events([SOURCE.slice(0, cut), SOURCE.slice(cut)]), `cut at ${cut}`).toEqual(WHOLE)
    }
    expect(events(Array.from(SOURCE))).toEqual(WHOLE)
  })

  test('a tag without end is refused before it fills memory', () => {
    const scanner = new MarkupScanner({
      listening: false,
      open: () => {},
      text: () => {},
      close: () => {},
    })
    expect(() => {
      for (let piece = 0; piece < 100; piece++) scanner.push(`<a ${'b '.repeat(50_000)}`)
    }).toThrow('damaged')
  })
})

describe('.xlsx', () => {
  test('values of every cell type, and formulas as last shown', async () => {
    const sheet = await xlsx(
      `<worksheet><sheetData><row r="1">
      <c r="A1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>A1&amp;"x"</f><v>甲x</v></c>
      <c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#N/A</v></c><c r="F1" t="d"><v>2025-06-15T00:00:00</v></c>
      <c r="G1" t="inlineStr"><is><r><t>富</t></r><r><t xml:space="preserve"> 文本</t></r><rPh><t>fu</t></rPh></is></c>
      <c r="H1"/><c r="I1" t="n"><v>1.0E-2</v></c></row></sheetData></worksheet>`,
      {
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/strings.xml"/></Relationships>',
        'xl/strings.xml':
          '<sst><si><r><t>一_x000D_</t></r><rPh><t>yi</t></rPh><r><t>二_x005F_x</t></r></si></sst>',
      },
    )
    expect(sheet?.rows).toEqual([
      ['一\r二_x', 2, '甲x', true, '#N/A', '2025-06-15', '富 文本', null, 0.01],
    ])
  })

  test('East Asian date formats, built-in and written out', async () => {
    const sheet = await xlsx(
      '<worksheet><sheetData><row><c s="1"><v>45823</v></c><c s="2"><v>45823.5</v></c><c s="3"><v>45823</v></c><c s="4"><v>0.5</v></c></row></sheetData></worksheet>',
      {
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/styles" Target="styles.xml"/></Relationships>',
        'xl/styles.xml':
          '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; hh:mm"/><numFmt numFmtId="165" formatCode="0.00&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="20"/></cellXfs></styleSheet>',
      },
    )
    expect(sheet?.rows).toEqual([['2025-06-15', '2025-06-15 12:00:00', 45823, '12:00:00']])
  })

  test('cells and rows without places follow one another; prefixes do not matter', async () => {
    const sheet = await xlsx(
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row r="4"><x:c r="C4"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    )
    expect(sheet?.rows).toEqual([[1, 2], [], [], [null, null, 3]])
  })

  test('hidden rows and columns and merges beyond the cells are left out', async () => {
    const sheet = await xlsx(
      '<worksheet><cols><col min="2" max="16384" hidden="1"/></cols><sheetData><row r="1" hidden="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="9" hidden="1"/></sheetData><mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="C5:D6"/></mergeCells></worksheet>',
    )
    expect([...(sheet?.hiddenColumns ?? [])]).toEqual([1])
    expect([...(sheet?.hiddenRows ?? [])]).toEqual([0])
    expect(sheet?.merges).toEqual([makeMerge('A1:B1')])
  })

  test('a text that the shared texts do not have is damage, not an empty cell', async () => {
    const bytes = makeZip(
      xlsxParts(
        '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>',
      ),
    )
    expect(await refusalOf(bytes)).toBe('damaged')
  })

  test('a sheet cut off is damage, not a shorter sheet', async () => {
    const bytes = makeZip(
      xlsxParts('<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c></row>'),
    )
    expect(await refusalOf(bytes)).toBe('damaged')
  })

  test('chart sheets and comments are not read', async () => {
    const parts = xlsxParts(
      '<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>',
    )
    const workbook = await readOk(
      makeZip({
        ...parts,
        'xl/workbook.xml':
          '<workbook><sheets><sheet name="图" sheetId="2" r:id="rId2"/><sheet name="表" sheetId="1" state="veryHidden" r:id="rId1"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>',
        'xl/comments1.xml':
          '<comments><comment ref="A1"><text><t>152299</t></text></comment></comments>',
      }),
    )
    expect(workbook.sheets.map(({ name, hidden }) => ({ name, hidden }))).toEqual([
      { name: '表', hidden: true },
    ])
  })
})

describe('.ods', () => {
  test('rows in header and outline groups count like all others', async () => {
    const row = (value: string): string =>
      `<table:table-row><table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell></table:table-row>`
    const sheets = await ods(
      odsContent(
        `<table:table table:name="一">${row('标题')}<table:table-header-rows>${row('表头')}</table:table-header-rows><table:table-row-group>${row('甲')}<table:table-row-group>${row('乙')}</table:table-row-group></table:table-row-group></table:table>`,
      ),
    )
    expect(sheets[0]?.rows).toEqual([['标题'], ['表头'], ['甲'], ['乙']])
  })

  test('repeated cells and rows, blanks, breaks and what stands inside a cell without being its text', async () => {
    const sheets = await ods(
      odsContent(`<table:table table:name="一"><table:table-row table:number-rows-repeated="2">
        <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1.5"><text:p>1.5</text:p></table:table-cell>
        <table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲<text:s text:c="2"/>乙<text:line-break/>丙</text:p><text:p>丁<text:span>戊<text:note><text:p>注</text:p></text:note>己</text:span></text:p><draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></table:table-cell>
        <table:table-cell office:value-type="time" office:time-value="PT08H30M00S"><text:p>8:30</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="16000"/></table:table-row><table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row></table:table>`),
    )
    const row = [1.5, 1.5, '甲  乙\n丙\n丁戊己', '08:30:00']
    expect(sheets[0]?.rows).toEqual([row, row])
  })

  test('a flat .fods is the same in one text', async () => {
    const [sheet] = await text(
      `<?xml version="1.0"?><office:document xmlns:office="o">${odsContent('<table:table table:name="平"><table:table-row><table:table-cell office:value-type="string"><text:p>白</text:p></table:table-cell></table:table-row></table:table>')}</office:document>`,
    )
    expect(sheet).toMatchObject({ name: '平', rows: [['白']] })
  })

  test('a text document of the same family is no table', async () => {
    const content =
      '<office:document-content><office:body><office:text><text:p>信</text:p></office:text></office:body></office:document-content>'
    expect(await refusalOf(makeZip(odsParts(content)))).toBe('not-a-table')
  })
})

describe('SpreadsheetML as Excel writes it', () => {
  const sheet = (body: string): string =>
    `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">${body}</Workbook>`

  test('indexes, spans, merges, types, hidden parts and comments', async () => {
    const [first, second] = await text(
      sheet(`<Worksheet ss:Name="一"><Table><Column ss:Index="2" ss:Hidden="1"/>
        <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">标题</Data><Comment><Data ss:Type="String">批注</Data></Comment></Cell></Row>
        <Row ss:Index="3" ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="Number">1</Data></Cell><Cell><Data ss:Type="DateTime">2025-06-15T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
        <Row><Cell ss:Index="2"><Data ss:Type="String">007&#10;二</Data></Cell><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>富</B>文本</ss:Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell></Row>
        </Table></Worksheet><Worksheet ss:Name="二"><Table><Row><Cell><Data ss:Type="Number">2</Data></Cell></Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>`),
    )
    expect(first?.rows).toEqual([
      ['标题'],
      [],
      [1, '2025-06-15', true],
      [null, '007\n二', '富文本', '#REF!'],
    ])
    expect(first?.merges).toEqual([makeMerge('A1:C1'), makeMerge('A3:A4')])
    expect([...(first?.hiddenRows ?? [])]).toEqual([2])
    expect([...(first?.hiddenColumns ?? [])]).toEqual([1])
    expect(second).toMatchObject({ name: '二', hidden: true, rows: [[2]] })
  })

  test('cut off it is damaged', async () => {
    const whole = sheet(
      '<Worksheet ss:Name="一"><Table><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet>',
    )
    expect(await refusalOf(Buffer.from(whole.slice(0, -20)))).toBe('damaged')
  })
})

describe('HTML tables', () => {
  test('spans, entities, breaks, unclosed cells and the text around the table', async () => {
    const [sheet] =
      await text(`<html><head><title>不是单元格</title><style>td{color:red}</style></head>
      <body><h1>2025年清册</h1><p>单位：元</p>
      <TABLE><TR><TH ROWSPAN=2>姓名<th colspan="2">补贴</tr>
      <tr><td>面积<td>金额</td></tr>
      <tr><td>&#30333;&nbsp;梅</td><td> 12.5 </td><td>"1,330.47"</td></tr>
      <tr style="display: none"><td>包<br>某</td><td></td><td>007</td></tr></TABLE><p>制表人：何</p></body></html>`)
    expect(sheet?.rows).toEqual([
      ['2025年清册'],
      ['单位：元'],
      ['姓名', '补贴'],
      [null, '面积', '金额'],
      ['白\u00a0梅', '12.5', '"1,330.47"'],
      ['包\n某', null, '007'],
      ['制表人：何'],
    ])
    expect(sheet?.merges).toEqual([makeMerge('A3:A4'), makeMerge('B3:C3')])
    expect([...(sheet?.hiddenRows ?? [])]).toEqual([5])
  })

  test('numbers and dates where the exporting program says so', async () => {
    const [sheet] = await text(
      `<table><tr><td x:num="1330.47">1,330.47</td><td x:num>12</td><td sdval="45823" sdnum="2052;0;YYYY-MM-DD">2025-06-15</td><td x:str>12</td><td x:num="45823">2025/6/15</td></tr></table>`,
    )
    expect(sheet?.rows).toEqual([[1330.47, 12, '2025-06-15', '12', '2025/6/15']])
  })

  test('a table inside a layout table, in GBK, with the sheet name of Excel', async () => {
    const source =
      '<html><!--[if gte mso 9]><xml><x:Name>GACHA</x:Name></xml><![endif]--><table><tr><td><table><tr><td>NAME</td><td>1</td></tr></table></td></tr></table></html>'
    const bytes = Buffer.from(source)
    bytes.write('d0d5c3fb', bytes.indexOf('NAME'), 'hex')
    const [sheet] = (await readOk(bytes)).sheets
    expect(sheet?.name).toBe('GACHA')
    expect(sheet?.rows.filter((row) => row.length > 0)).toEqual([['姓名', '1']])
  })

  test('other markup is no table', async () => {
    expect(await refusalOf(Buffer.from('<svg xmlns="x"><path d="M0"/></svg>'))).toBe('not-a-table')
  })
})
