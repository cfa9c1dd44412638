/// `anode man`
package enum ManCommand: Command {
  package static let description = CommandDescription(
    name: "man", summary: "Print the manual page, in roff",
    examples: [
      .init(
        command: "anode man | man -l -", purpose: "Read the manual page without installing it.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    try StandardOutput.write(ManPage.text(Program.descriptions))
  }
}
