import Interface

/// `anode help`
package enum HelpCommand: Command {
  package static let description = CommandDescription(
    name: "help", summary: "Show help on the program or on one command", operands: "[COMMAND]",
    options: [
      OptionDescription(flag: "man", "print the manual page, in roff"),
      OptionDescription(flag: "keys", "print the keys of the screen, as a table in Markdown"),
      OptionDescription(flag: "views", "print the views of its panels, as a table in Markdown"),
      OptionDescription(flag: "words", "print the glossary, in Markdown"),
    ],
    examples: [
      .init(
        command: "anode help --man | man -l -",
        purpose: "Read the manual page without installing it.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    let commands = Program.descriptions
    if options.has("man") { return try StandardOutput.write(ManPage.text(commands)) }
    if options.has("keys") { return try StandardOutput.write(ActionTable.markdown) }
    if options.has("views") { return try StandardOutput.write(View.markdown) }
    if options.has("words") { return try StandardOutput.write(Glossary.markdown) }
    guard let name = try options.operand() else {
      return try StandardOutput.write(Help.program(commands))
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      throw UsageError.unknownCommand(
        name, suggestion: nearest(to: name, among: commands.map(\.name)))
    }
    try StandardOutput.write(Help.command(command))
  }
}
