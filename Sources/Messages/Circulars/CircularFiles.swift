package import Reminders

/// A drafted circular as files for other programs.
extension CircularDraft {
    /// The table alone, as ``CSVText`` writes it.
    package var csv: [UInt8] {
        let rows = rows.map { row in row.map { CSVText.Cell.text($0) } }
        return CSVText.byteOrderMark + ([headings.map { .text($0) }] + rows).flatMap(CSVText.record)
    }

    /// The document, marked as a draft on every page that is printed.
    package var html: [UInt8] {
        PrintedPage(Self.template).bytes([
            "language_tag": language.tag, "mark": mark, "mark_note": markNote, "title": title, "addressee": addressee,
            "opening": paragraphs(opening),
            "sections": sections.enumerated().map { index, section in
                [
                    "heading": Self.numbered(section.heading, index, language),
                    "units": section.units.map { unit in
                        ["unit": unit.name, "items": unit.items.map { ["item": $0] as Facts }] as Facts
                    },
                ] as Facts
            },
            "closing": paragraphs(closing), "has_annex": !rows.isEmpty, "annex": annex,
            "headings": headings.map { ["cell": $0] as Facts },
            "rows": rows.map { ["cells": $0.map { ["cell": $0] as Facts }] as Facts },
            "signature": signature.map { ["signed": $0] as Facts },
        ])
    }

    private func paragraphs(_ texts: [String]) -> [Facts] { texts.map { ["paragraph": $0] } }

    /// `一、认定逾期的事项`, `1. Found late`.
    package static func numbered(_ heading: String, _ index: Int, _ language: Language) -> String {
        switch language {
        case .zh: "\(["一", "二", "三"][min(index, 2)])、\(heading)"
        case .en: "\(index + 1). \(heading)"
        }
    }

    private static let template = """
        {{% CONTENT_TYPE:HTML}}
        <!DOCTYPE html>
        <html lang="{{language_tag}}">
        <head>
        <meta charset="utf-8">
        <title>{{mark}} {{title}}</title>
        <style>
        \(PrintedPage.style)
        body { font-size: 12pt; line-height: 1.75; }
        h1 { font-size: 18pt; line-height: 1.4; margin: 8mm 0 6mm; }
        .mark { position: fixed; top: 0; right: 0; border: 0.6mm solid #000; padding: 0 3mm; font-size: 14pt;
          font-weight: bold; letter-spacing: 0.3em; text-indent: 0.3em; }
        .mark_note { font-size: 9pt; margin: 0 40mm 0 0; }
        p { margin: 0 0 1mm; }
        p.body { text-indent: 2em; }
        .item { margin: 0; padding-left: 2em; font-size: 10.5pt; line-height: 1.55; }
        .closing { margin-top: 5mm; }
        .signature { text-align: right; margin: 10mm 12mm 0 0; break-inside: avoid; }
        .annex { break-before: page; }
        .annex h2 { margin-top: 12mm; }
        .annex table { font-size: 8.5pt; line-height: 1.35; table-layout: fixed; width: 100%; }
        .annex th, .annex td { border: 0.2mm solid #000; padding: 1mm; overflow-wrap: anywhere; }
        .annex th:nth-child(1) { width: 6mm; }
        .annex th:nth-child(2), .annex th:nth-child(3) { width: 19mm; }
        .annex th:nth-child(5), .annex th:nth-child(8) { width: 17mm; }
        .annex th:nth-child(6) { width: 9mm; }
        .annex th:nth-child(7) { width: 12mm; }
        .annex th:nth-child(9) { width: 25mm; }
        </style>
        </head>
        <body>
        <div class="mark">{{mark}}</div>
        <p class="mark_note">{{mark_note}}</p>
        <h1>{{title}}</h1>
        <p>{{addressee}}</p>
        {{#opening}}
        <p class="body">{{paragraph}}</p>
        {{/opening}}
        {{#sections}}
        <h2>{{heading}}</h2>
        {{#units}}
        <p class="body">{{unit}}</p>
        {{#items}}
        <p class="item">{{item}}</p>
        {{/items}}
        {{/units}}
        {{/sections}}
        {{#closing}}
        <p class="body closing">{{paragraph}}</p>
        {{/closing}}
        {{#has_annex}}
        <p class="body">{{annex}}</p>
        {{/has_annex}}
        <div class="signature">
        {{#signature}}
        <p>{{signed}}</p>
        {{/signature}}
        </div>
        {{#has_annex}}
        <section class="annex">
        <h2>{{annex}}</h2>
        <table>
        <thead><tr>{{#headings}}<th scope="col">{{cell}}</th>{{/headings}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr>{{#cells}}<td>{{cell}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody>
        </table>
        </section>
        {{/has_annex}}
        </body>
        </html>

        """
}
