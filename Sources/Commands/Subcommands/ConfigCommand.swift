import FoundationEssentials

/// `anode config`
package enum ConfigCommand: Command {
  package static let description = CommandDescription(
    name: "config", summary: "Show the configuration file's path and its errors",
    discussion: [
      """
      The file is $XDG_CONFIG_HOME/anode/config, or ~/.config/anode/config. It holds NAME = VALUE lines \
      with the names of anode duel; # begins a comment. A bad line is reported, and the rest counts.
      """
    ],
    options: [
      .init(flag: "init", "write a file with every setting as a comment"),
      .init(flag: "force", "with --init: replace an existing file"),
    ],
    examples: [
      .init(command: "anode config --init", purpose: "Begin a configuration of your own.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    guard let path = ConfigurationFile.path else {
      throw UsageError.refused(
        command: "config",
        reason: "there is no place for a configuration: set $XDG_CONFIG_HOME or $HOME to a folder")
    }
    if options.has("init") {
      guard options.has("force") || !FileManager.default.fileExists(atPath: path) else {
        throw InputErrors(path, "exists already; --force replaces it")
      }
      if let end = path.lastIndex(of: "/") { try WritePermission.makeFolder(String(path[..<end])) }
      try WritePermission.person(force: options.has("force")).write(
        ConfigurationFile.template, to: path)
      return try StandardOutput.write("\(path)\n")
    }
    try options.require("--init", for: ["force"])
    let duel = try DuelOptions(parse([], for: DuelCommand.description))
    let isThere = FileManager.default.fileExists(atPath: path)
    try StandardOutput.write(
      "\(path)\(isThere ? "" : " (not there; anode config --init writes it)")\n")
    for assignment in duel.state.assignments { try StandardOutput.write("\(assignment)\n") }
    guard duel.complaints.isEmpty else {
      throw InputErrors(
        errors: duel.complaints.map { InputError(path: "config", reason: $0) })
    }
  }
}
