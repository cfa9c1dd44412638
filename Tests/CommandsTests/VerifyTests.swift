import Foundation
import Solvers
import NeuralODE
import Testing

@testable import Commands

/// The output and exit status of `anode verify` and `anode bench`.
@Suite("anode verify and anode bench print what was promised, with its status", .serialized)
struct VerifyTests {
  private struct Outcome {
    var status: Int32
    var output: String
    var complaint: String
    var objects: [[String: Any]] {
      output.split(separator: "\n").compactMap {
        (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
      }
    }
  }

  private func anode(_ arguments: String...) throws -> Outcome {
    let found = try runSeparately(arguments)
    guard case .exited(let status) = found.outcome else {
      throw PseudoTerminalError(description: "\(found.outcome)")
    }
    return Outcome(status: status, output: found.output, complaint: found.complaint)
  }

  private func reference(_ name: String) -> String {
    packageRoot.appendingPathComponent("Tests/NeuralODETests/Reference/\(name).safetensors").path
  }

  @Test("A run that is replayed ends with status 0, and has exactly the keys that were promised")
  func ok() throws {
    let outcome = try anode("verify", "--json", reference("annulus-anode-p1-adjoint"))
    #expect(outcome.status == 0 && outcome.complaint.isEmpty)
    let object = try #require(outcome.objects.first)
    #expect(
      object.keys.sorted() == [
        "bnfeMismatches", "case", "finalWeightError", "gradientError", "iterations", "lossError",
        "lossError50", "nfeMismatches", "ok", "precision", "trajectoryError",
      ])
    #expect(object["ok"] as? Bool == true && object["iterations"] as? Int == 60)
  }

  @Test("A run on images is replayed like any other, in both precisions")
  func images() throws {
    for precision in ["double", "float"] {
      let outcome = try anode(
        "verify", "--json", "--precision", precision, reference("digits-conv-anode"))
      #expect(outcome.status == 0)
      let object = try #require(outcome.objects.first)
      #expect(object["ok"] as? Bool == true && object["iterations"] as? Int == 20)
    }
  }

  @Test("A run whose losses differ ends with status 1, after the table")
  func fallsShort() throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: reference("annulus-resnet")))
    // Another learning rate: every loss but the first is wrong.
    let range = try #require(data.range(of: Data("\"lr\":\"0.001\"".utf8)))
    data.replaceSubrange(range, with: Data("\"lr\":\"0.002\"".utf8))
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-verify-\(ProcessInfo.processInfo.processIdentifier).safetensors")
    try data.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try anode("verify", file.path)
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("FALLS SHORT"))
  }

  @Test("Files that cannot be read get a line each and status 66, and the others are replayed")
  func unreadable() throws {
    let outcome = try anode("verify", "/nonexistent", reference("annulus-resnet"), "/etc/passwd")
    #expect(outcome.status == 66)
    #expect(outcome.output.contains("annulus-resnet"))
    let lines = outcome.complaint.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.contains("No such file") == true)
    #expect(lines.last?.contains("/etc/passwd: not a safetensors file") == true)
    #expect(try anode("verify", "--precision", "float").status == 64)
  }

  @Test(
    "Without a file the built-in runs are replayed: on every machine to the bits that are written down"
  )
  func builtIn() throws {
    let outcome = try anode("verify")
    #expect(outcome.status == 0, "\(outcome.output)")
    #expect(outcome.output.hasPrefix("this machine agrees with all others: "))
    #expect(outcome.output.split(separator: "\n").count == 1)
    let objects = try anode("verify", "--json").objects
    #expect(objects.count == BuiltInRun.all.count)
    #expect(objects.allSatisfy { $0["ok"] as? Bool == true && $0["weights"] is String })
    // Digests tell runs apart.
    #expect(Set(objects.compactMap { $0["weights"] as? String }).count == objects.count)
  }

  @Test("bench --reference prints one object with the keys that were promised")
  func benchReference() throws {
    let outcome = try anode(
      "bench", "--quick", "--json", "--threads", "2", "--reference", reference("annulus-anode-p1"))
    #expect(outcome.status == 0 && outcome.objects.count == 1)
    let object = try #require(outcome.objects.first)
    #expect(
      object.keys.sorted() == [
        "case", "gflops", "iterationMicroseconds", "iterations", "meanNFE", "peakGflops",
        "precision", "shareOfPeak", "threads",
      ])
    #expect(object["meanNFE"] as? Double == 14)
    #expect(try anode("bench", "--reference", "/nonexistent").status == 66)
    #expect(try anode("bench", "--threads", "2").status == 64)
  }

  @Test("bench measures every kind of thing, in both precisions", arguments: ["float", "double"])
  func bench(precision: String) throws {
    let outcome = try anode("bench", "--quick", "--json", "--precision", precision)
    #expect(outcome.status == 0)
    let kinds = outcome.objects.compactMap { $0["kind"] as? String }
    #expect(outcome.objects.count == outcome.output.split(separator: "\n").count)
    #expect(
      Set(kinds)
        == [
          "kernel", "solve", "training", "images", "series", "memory", "scaling", "fit", "cores",
        ])
    #expect(try anode("bench", "--quick").output.contains("Fitted exponents"))
  }
}
