import Solvers
import Platform
import NeuralODE
import Terminal

extension Program {
  /// Runs the command that the process's arguments name, then exits.
  @MainActor package static func main() -> Never {
    // A closed pipe ends the program quietly, even if the parent ignored SIGPIPE.
    signal(SIGPIPE, SIG_DFL)
    do {
      // The raw bytes: `CommandLine.arguments` replaces invalid UTF-8.
      let words = UnsafeBufferPointer(
        start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
      try run(words.dropFirst().compactMap { $0.map { SystemPath.text($0) } })
    } catch let error as UsageError {
      fail(.usage, error.description)
    } catch let error as InputErrors {
      fail(.input, error.errors.map { "anode: \($0)" }.joined(separator: "\n"))
    } catch is Interrupted {
      signal(SIGINT, SIG_DFL)
      raise(SIGINT)
      exit(128 + SIGINT)
    } catch is FallsShort {
      exit(ExitStatus.fallsShort.rawValue)
    } catch OutputError.closed {
      raise(SIGPIPE)
      exit(128 + SIGPIPE)
    } catch let error
      where error is OutputError || error is WriteFailure || error is CastError
      || error is MissingLibrary || error is VideoWriter.Failure
    {
      fail(.output, "anode: \(error)")
    } catch let error as NoScreen {
      fail(.noTerminal, "anode: \(error)")
    } catch let error as TerminalError {
      fail(.noTerminal, "anode: \(error); to train without a screen: anode train --help")
    } catch {
      fail(.software, "anode: \(error)")
    }
    exit(0)
  }
}

private func fail(_ status: ExitStatus, _ message: String) -> Never {
  Descriptor.complain(message)
  exit(status.rawValue)
}

@MainActor private func run(_ arguments: [String]) throws {
  let first = arguments.first
  switch first {
  case "--version":
    return try StandardOutput.write(Program.versionText)
  case "--help", "-h": return try StandardOutput.write(Help.program(Program.descriptions))
  default: break
  }
  let names = Program.descriptions.map(\.name)
  // NAME=VALUE is a setting of the duel.
  let isCommand = first.map { !$0.hasPrefix("-") && !$0.contains("=") } ?? false
  let name = isCommand ? first ?? "" : DuelCommand.description.name
  guard let command = Program.commands.first(where: { $0.description.name == name }) else {
    throw UsageError.unknownCommand(name, suggestion: nearest(to: name, among: names))
  }
  let rest = isCommand ? Array(arguments.dropFirst()) : arguments
  let options = try parse(rest, for: command.description)
  if options.has("help") { return try StandardOutput.write(Help.command(command.description)) }
  try command.run(options)
}
