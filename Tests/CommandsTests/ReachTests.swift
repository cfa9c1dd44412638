import CProcessor
import Foundation
import Testing

@testable import Commands

/// The program is a single file that needs nothing beside it.
@Suite("The program has with it what it needs") struct ReachTests {
  private static let folder = packageRoot.appendingPathComponent("demos")

  @Test("Every script of the folder demos is inside, and weights, byte for byte, and nothing else")
  func demos() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".demo") || $0.hasSuffix(".safetensors") }
    try #require(names.count >= 19)
    #expect(
      DemoLibrary.builtInFiles.sorted() == names.sorted(),
      "Sources/Commands/CDemos/write-list writes the list anew, as make build does")
    for name in names {
      let bytes = try Data(contentsOf: Self.folder.appendingPathComponent(name))
      #expect(DemoLibrary.builtInBytes(name) == bytes, "\(name)")
    }
  }

  private func run(
    _ arguments: [String], in folder: String = "/", _ environment: [String: String] = [:]
  ) throws -> (status: Int32, output: String, complaint: String) {
    // A copy in its own folder, out of reach of the checkout. A child process copies it, since a
    // descriptor that is open for writing could leak into another test's child, and a program that
    // is open for writing cannot be started (ETXTBSY).
    let place = try TemporaryFolder()
    defer { withExtendedLifetime(place) {} }
    let copying = try runSeparately([anodeBinary, place.path("anode")], program: "/bin/cp")
    try #require(copying.outcome == .exited(0), "\(copying.complaint)")
    let found = try runSeparately(
      arguments, program: place.path("anode"), in: folder, environment: environment)
    guard case .exited(let status) = found.outcome else {
      throw PseudoTerminalError(description: "\(found.outcome): \(found.complaint)")
    }
    return (status, found.output, found.complaint)
  }

  @Test("Lessons and demos are found without any checkout, from any folder")
  func anywhere() throws {
    let lessons = try run(["lesson"])
    #expect(lessons.status == 0 && lessons.output.contains("4. "))
    let demos = try run(["demo", "--list"])
    #expect(demos.status == 0 && demos.output.contains("\nannulus  "))
  }

  @Test("Demos of the working folder are followed only where they are the person's own")
  func trust() throws {
    let place = try TemporaryFolder()
    defer { withExtendedLifetime(place) {} }
    let demos = place.path("demos")
    try FileManager.default.createDirectory(atPath: demos, withIntermediateDirectories: false)
    _ = try place.write(
      "title \"Planted\"\nseed 1\nwait 1s\n", "demos/planted.demo")
    func isListed() throws -> Bool {
      let list = try run(["demo", "--list"], in: place.url.path)
      #expect(list.status == 0 && list.output.contains("lesson-06-caution"), "\(list.complaint)")
      return list.output.contains("Planted")
    }
    #expect(try isListed())
    #expect(chmod(demos, 0o777) == 0)
    #expect(try !isListed())
    #expect(chmod(demos, 0o1777) == 0)
    #expect(try !isListed())
    #expect(chmod(demos, 0o755) == 0)
    #expect(try isListed())
    // Only root can give a folder away.
    if getuid() == 0 {
      #expect(chown(demos, 65534, 65534) == 0)
      #expect(try !isListed())
    }
    #expect(!DemoLibrary.isTrusted(place.path("missing")))
    #expect(!DemoLibrary.isTrusted(place.path("demos/planted.demo")))
  }

  @Test("A folder's demo takes the place of the program's of that name, and the others stay")
  func precedence() throws {
    let place = try TemporaryFolder()
    defer { withExtendedLifetime(place) {} }
    let text = try String(
      contentsOf: Self.folder.appendingPathComponent("annulus.demo"), encoding: .utf8)
    let title = try #require(text.split(separator: "\n").first { $0.hasPrefix("title ") })
    _ = try place.write(
      text.replacingOccurrences(of: title, with: "title \"Another annulus\""), "annulus.demo")
    let demos = try run(["demo", "--list"], ["ANODE_DEMOS": place.url.path])
    #expect(demos.status == 0 && demos.output.contains("Another annulus"))
    #expect(demos.output.contains("lesson-06-caution"))
  }

  #if arch(x86_64)
    @Test("On a CPU of a lower level the program says so, and does nothing")
    func level() throws {
      let needed = Int(anode_level_needed())
      guard needed > 1 else { return }
      let low = try run(["--version"], ["ANODE_KERNELS": "v\(needed - 1)"])
      #expect(low.status == 70 && low.output.isEmpty)
      #expect(
        low.complaint.hasPrefix(
          "anode: this program is for a CPU of x86-64-v\(needed) or later, "
            + "and this one has x86-64-v\(needed - 1); "))
      #expect(try run(["--version"], ["ANODE_KERNELS": "v\(needed)"]).status == 0)
      let other = try run(["--version"], ["ANODE_KERNELS": "\u{1B}[2J"])
      #expect(other.status == 64 && other.complaint.hasPrefix("anode: ANODE_KERNELS"))
      #expect(!other.complaint.contains("\u{1B}"))
    }
  #endif
}

/// Replacements of Foundation functions, compared with the originals.
@Suite("Texts are those that Foundation would write") struct TextFormTests {
  @Test("Significant digits are those of %g")
  func digits() {
    var bits: UInt64 = 0x9e37_79b9_7f4a_7c15
    var values = [0, -0.0, 1, 0.1, 1e-5, 123456.5, 1e15, 1e22, .pi, .greatestFiniteMagnitude]
    for _ in 0..<2000 {
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: bits)
      if value.isFinite { values.append(value) }
    }
    for value in values {
      for digits in [1, 3, 6, 17] {
        #expect(
          SignificantDigits.text(value, digits) == String(format: "%.\(digits)g", value))
      }
    }
  }

  @Test("Blanks around a text go, and no others; a text is filled up or cut")
  func blanks() {
    for text in ["", " ", "a", " a b\t", "\u{A0}x\u{2003}", "x\r", "\n y ", "é ", "\u{200B}z"] {
      #expect(text.trimmingBlanks == text.trimmingCharacters(in: .whitespaces))
      for length in [0, 2, 5] {
        #expect(
          text.filled(to: length)
            == (text as String).padding(toLength: length, withPad: " ", startingAt: 0))
      }
    }
  }
}

/// A program with bytes for input.
@Suite("A child process") struct ChildProcessTests {
  @Test("takes bytes, and tells how it ended and what it complained of")
  func ending() throws {
    let child = try ChildProcess("/bin/sh", ["-c", "wc -c >&2; exit 3"])
    let bytes = [UInt8](repeating: 7, count: 100_000)
    #expect(bytes.withUnsafeBytes { child.write($0) })
    let (status, complaints) = child.end()
    #expect(status == 3)
    #expect(String(decoding: complaints, as: UTF8.self).trimmingBlanks.hasPrefix("100000"))
    #expect(try ChildProcess("/bin/sh", ["-c", "kill -9 $$"]).end().status == 128 + 9)
  }

  @Test("that is not there is an error, and not a process")
  func missing() {
    #expect(throws: ChildProcess.Failure.self) { try ChildProcess("/nowhere/at-all", []) }
  }
}
