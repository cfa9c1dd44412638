import FoundationEssentials

/// `anode config`: the person's own defaults.
package enum ConfigCommand: Command {
  package static let description = CommandDescription(
    name: "config", summary: "Say where the configuration file is and what is wrong in it",
    discussion: [
      """
      The file is $XDG_CONFIG_HOME/anode/config, or ~/.config/anode/config. It holds NAME = VALUE lines \
      of the same names as anode duel takes; # begins a comment. A bad line is reported, and the rest counts.
      """
    ],
    options: [
      .init(flag: "init", "write a file in which every setting stands as a comment"),
      .init(flag: "force", "with --init: replace a file that is there"),
    ],
    examples: [
      .init(command: "anode config --init", purpose: "Begin a configuration of your own.")
    ])

  package static func run(_ options: ParsedOptions) throws {
    guard let path = ConfigurationFile.path else {
      throw UsageError.refused(
        command: "config",
        reason: "there is nowhere to keep a configuration: neither $XDG_CONFIG_HOME nor $HOME "
          + "names a folder, and the system knows none of this user")
    }
    if options.has("init") {
      guard options.has("force") || !FileManager.default.fileExists(atPath: path) else {
        throw InputErrors(
          errors: [InputError(path: path, reason: "is there already; --force replaces it")])
      }
      if let end = path.lastIndex(of: "/") { try WritePermission.makeFolder(String(path[..<end])) }
      try WritePermission.person(force: options.has("force")).write(
        ConfigurationFile.template, to: path)
      return try StandardOutput.write("\(path)\n")
    }
    if options.has("force") {
      throw UsageError.optionNeeds(command: "config", option: "--force", needed: "--init")
    }
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
