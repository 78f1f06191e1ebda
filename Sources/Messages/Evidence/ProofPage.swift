import CivilTime
import Settings

/// The sheet as one HTML page that can be printed and filed.
package enum ProofPage {
    package static func html(_ sheet: ProofSheet) -> [UInt8] {
        PrintedPage(template).bytes([
            "language_tag": sheet.language.tag,
            "title": sheet.title,
            "office": sheet.office,
            "facts": fields(sheet.facts),
            "shares": sheet.shares.map { ["share": $0] as Facts },
            "messages_title": sheet.messagesTitle,
            "messages": sheet.messages.map { message in
                [
                    "message_title": message.title, "fields": fields(message.fields),
                    "has_attempts": !message.attempts.isEmpty, "headings": sheet.attemptHeadings.map(cell),
                    "attempts": message.attempts.map { ["cells": $0.map(cell)] as Facts },
                ] as Facts
            },
            "acts_title": sheet.actsTitle, "acts": sheet.acts.map(entry),
            "unsent_title": sheet.unsentTitle, "unsent": sheet.unsent.map(entry),
            "notes_title": sheet.notesTitle, "notes": sheet.notes.map { ["note": $0] as Facts },
        ])
    }

    private static func fields(_ fields: [ProofSheet.Field]) -> [Facts] {
        fields.map { ["label": $0.label, "value": $0.value] }
    }

    private static func cell(_ text: String) -> Facts { ["cell": text] }

    private static func entry(_ entry: ProofSheet.Entry) -> Facts { ["time": entry.time, "entry": entry.text] }

    private static let template = """
        {{% CONTENT_TYPE:HTML}}
        <!DOCTYPE html>
        <html lang="{{language_tag}}">
        <head>
        <meta charset="utf-8">
        <title>{{title}}</title>
        <style>
        \(PrintedPage.style)
        .office { text-align: center; margin: 0 0 1mm; }
        .facts th, .fields th { width: 30mm; font-weight: normal; color: #333; }
        .facts td, .facts th { border-bottom: 0.2mm solid #999; }
        .shares { margin: 3mm 0 0; padding-left: 5mm; }
        .message { border: 0.3mm solid #000; padding: 2mm; margin: 0 0 3mm; }
        .message h3 { font-size: 10.5pt; margin: 0 0 1mm; break-after: avoid; }
        .fields { font-size: 9pt; line-height: 1.35; }
        .attempts { font-size: 8pt; line-height: 1.3; margin-top: 1mm; }
        .attempts th, .attempts td { border: 0.2mm solid #777; }
        .attempts th { font-weight: normal; }
        .entries { font-size: 9pt; line-height: 1.4; }
        .entries th { width: 34mm; font-weight: normal; white-space: nowrap; }
        .entries td, .entries th { border-bottom: 0.2mm solid #ccc; }
        .notes { font-size: 9pt; border-top: 0.3mm solid #000; margin-top: 6mm; break-inside: avoid; }
        .notes h2 { font-size: 10pt; margin: 2mm 0 1mm; }
        .notes ol { margin: 0; padding-left: 5mm; }
        </style>
        </head>
        <body>
        <p class="office">{{office}}</p>
        <h1>{{title}}</h1>
        <table class="facts">
        {{#facts}}
        <tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>
        {{/facts}}
        </table>
        <ul class="shares">
        {{#shares}}
        <li>{{share}}</li>
        {{/shares}}
        </ul>
        <h2>{{messages_title}}</h2>
        {{#messages}}
        <section class="message">
        <h3>{{message_title}}</h3>
        <table class="fields">
        {{#fields}}
        <tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>
        {{/fields}}
        </table>
        {{#has_attempts}}
        <table class="attempts">
        <thead><tr>{{#headings}}<th scope="col">{{cell}}</th>{{/headings}}</tr></thead>
        <tbody>
        {{#attempts}}
        <tr>{{#cells}}<td>{{cell}}</td>{{/cells}}</tr>
        {{/attempts}}
        </tbody>
        </table>
        {{/has_attempts}}
        </section>
        {{/messages}}
        <h2>{{acts_title}}</h2>
        <table class="entries">
        {{#acts}}
        <tr><th scope="row">{{time}}</th><td>{{entry}}</td></tr>
        {{/acts}}
        </table>
        <h2>{{unsent_title}}</h2>
        <table class="entries">
        {{#unsent}}
        <tr><th scope="row">{{time}}</th><td>{{entry}}</td></tr>
        {{/unsent}}
        </table>
        <section class="notes">
        <h2>{{notes_title}}</h2>
        <ol>
        {{#notes}}
        <li>{{note}}</li>
        {{/notes}}
        </ol>
        </section>
        </body>
        </html>

        """
}
