/// What kind of value stands behind a name that a template may use.
package indirect enum TemplateField: Sendable, Equatable {
    /// Always there.
    case text
    /// There or not: used inside its own section, `{{#phone}}…{{phone}}…{{/phone}}`.
    case optional
    /// Yes or no: a section's name only.
    case flag
    /// None, one or many: a section's name, with names of its own inside.
    case list([String: TemplateField])
}
