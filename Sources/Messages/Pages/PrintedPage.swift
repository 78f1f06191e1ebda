import Mustache

/// A page that stands by itself and prints on A4: a template that is built in, filled as a mail's is. Every text goes
/// through the same two gates, one clean line (``FactShape``) and escaped for HTML (``TemplateForm``).
struct PrintedPage {
    private let template: MustacheTemplate

    init(_ text: String) {
        MustacheContentTypes.register(HTMLContent(), named: "HTML")
        guard let template = try? MustacheTemplate(string: text) else {
            preconditionFailure("a page that is built in can be read")
        }
        self.template = template
    }

    func bytes(_ facts: Facts) -> [UInt8] {
        let node = FactNode(FactShape.marked(facts, by: TemplateForm.mark))
        let form = withExtendedLifetime(node) { TemplateForm(template.render(node)) }
        return form.filled(with: FactShape(facts).texts)
    }

    /// What every page begins with. Black on white, with lines where a screen would have colours; page numbers stand
    /// where the printing program has margin boxes (CSS Paged Media).
    static let style = """
        @page { size: A4; margin: 20mm 18mm 20mm 18mm;
          @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt; } }
        body { font-family: "Songti SC", SimSun, "Noto Serif CJK SC", "Noto Sans CJK SC", serif; font-size: 10.5pt;
          line-height: 1.5; color: #000; background: #fff; max-width: 174mm; margin: 0 auto; }
        h1 { font-size: 17pt; text-align: center; margin: 0 0 4mm; }
        h2 { font-size: 12pt; margin: 6mm 0 2mm; break-after: avoid; }
        table { width: 100%; border-collapse: collapse; }
        th, td { text-align: left; vertical-align: top; padding: 0.6mm 1.5mm; overflow-wrap: anywhere; }
        thead { display: table-header-group; }
        tr { break-inside: avoid; }
        """
}
