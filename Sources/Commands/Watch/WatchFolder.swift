import Files
import FoundationEssentials
import Platform
import LiveSession

/// The folder in which other programs write what they train.
enum WatchFolder {
  /// $XDG_CACHE_HOME/anode, or ~/.cache/anode; nil if neither is known.
  static var path: String? {
    path(
      ProcessInfo.processInfo.environment,
      home: getpwuid(getuid()).flatMap { $0.pointee.pw_dir.map { String(cString: $0) } })
  }

  /// - Parameter home: the user's folder in the system's user database.
  static func path(_ environment: [String: String], home: String?) -> String? {
    func folder(_ text: String?) -> String? { text.flatMap { $0.hasPrefix("/") ? $0 : nil } }
    if let folder = folder(environment["XDG_CACHE_HOME"]) { return folder + "/anode" }
    let home = folder(environment["HOME"]) ?? folder(home)
    // / is the home of accounts that have no folder.
    return home.flatMap { $0 == "/" ? nil : $0 + "/.cache/anode" }
  }

  static let ending = ".anode"

  /// The file that a word names: a file, or a run in the folder.
  static func file(_ word: String, in folder: String?) -> String {
    if word == InputFile.standardInput || word.contains("/") || SystemPath.exists(word) {
      return word
    }
    guard let folder, !word.hasSuffix(ending) else { return word }
    return "\(folder)/\(word)\(ending)"
  }

  /// The runs of a folder, the latest first, and the files that cannot be read.
  static func runs(
    in folder: String
  ) -> (runs: [(file: String, summary: WatchSummary)], failures: [InputError]) {
    var runs: [(file: String, summary: WatchSummary)] = []
    var failures: [InputError] = []
    for name in (SystemPath.names(in: folder) ?? []).sorted() where name.hasSuffix(ending) {
      let path = "\(folder)/\(name)"
      do {
        runs.append((String(name.dropLast(ending.count)), try WatchSummary(path: path)))
      } catch {
        failures.append(InputError(path: path, reason: "\(error)"))
      }
    }
    return (runs.sorted { $0.summary.written > $1.summary.written }, failures)
  }

  /// - Parameter now: in seconds since 1970.
  static func table(_ runs: [(file: String, summary: WatchSummary)], now: Double) -> String {
    var table = TextTable(
      ["run", "program", "state", "updates", "written"], words: [0, 1, 2])
    for (file, summary) in runs {
      table.rows.append([
        file.short, summary.program.isEmpty ? "-" : summary.program, state(summary),
        String(summary.iterations), age(now - summary.written),
      ])
    }
    return table.text
  }

  private static func state(_ summary: WatchSummary) -> String {
    if let end = summary.end {
      return end.isEmpty || end == "finished" ? "finished" : "ended: \(end)"
    }
    guard let process = summary.process, let host = summary.host else { return "not ended" }
    guard host == WatchProcess.host else { return "not ended, on \(host.short)" }
    let solve = summary.solve.map {
      " in a solve: NFE \($0.evaluations), t = \($0.time), h = \($0.step)"
    }
    return (WatchProcess.isGone(process, host: host) ? "broken off" : "training") + (solve ?? "")
  }

  /// "12 s ago", "3 min ago", "5 h ago", "2 days ago".
  static func age(_ seconds: Double) -> String {
    let seconds = max(0, seconds)
    switch seconds {
    case ..<100: return "\(Int(seconds)) s ago"
    case ..<6000: return "\(Int(seconds / 60)) min ago"
    case ..<172_800: return "\(Int(seconds / 3600)) h ago"
    default: return "\(Int(min(seconds, 1e10) / 86_400)) days ago"
    }
  }
}
