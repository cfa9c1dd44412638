/// `anode completions`: what shells complete.
package enum CompletionsCommand: Command {
  package static let description = CommandDescription(
    name: "completions", summary: "Print the completions of a shell", operands: "bash|zsh|fish",
    examples: [
      .init(
        command: "anode completions bash > ~/.local/share/bash-completion/completions/anode",
        purpose: "Let bash complete commands, options and settings.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    let shells = ["bash", "zsh", "fish"]
    guard let shell = options.operands.first, options.operands.count == 1, shells.contains(shell)
    else {
      throw UsageError.refused(command: "completions", reason: "name one shell: bash, zsh or fish")
    }
    try StandardOutput.write(Completions.text(shell, Program.descriptions))
  }
}
