@testable import Files
import Foundation
import NeuralODE
import Testing

@testable import Commands

@Suite("anode data says what would be understood of a file")
@MainActor struct DataCommandTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "anode-data-\(UUID().uuidString)")

  private func report(
    _ name: String, _ data: Data, _ arguments: [String] = []
  ) throws -> (text: String, failure: String?) {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(name).path
    try data.write(to: URL(fileURLWithPath: path))
    let request = try TableOptions.request(
      parse(arguments + [path], for: DataCommand.description))
    do throws(InputError) {
      let report = try DataReport.text(of: path, request)
      return (report.text, report.failure?.reason)
    } catch {
      return ("", error.reason)
    }
  }

  private static let table = Data(
    "id;length;colour;kind;\n1;0,5;red;a;\n2;1,25;blue;b;\n3;;red;c;\n4;3;red;a;\n".utf8)

  @Test("of a table: dialect, columns with kind and range, classes, and what is left out")
  func table() throws {
    let (text, failure) = try report("t.csv", Self.table, ["--drop-missing"])
    #expect(failure == nil)
    #expect(
      text == """
        3 rows, 2 features, 2 classes from t.csv, 1 row with gaps left out
        semicolon-separated, decimal comma, UTF-8, with a header, every row ends with a separator
        column  name    kind           range         gaps  use
        1       id      whole numbers  1 to 4              left out
        2       length  numbers        0.5 to 3         1  feature
        3       colour  words          2: blue, red        feature
        4       kind    words          3: a, b, c          label
        classes of kind: a 2, b 1
        column 1 (id) counts the rows: not a feature
        1 row with gaps left out
        column 3 (colour) is words, one feature each: blue, red

        """)
  }

  @Test("of a table that cannot be learned from, what is understood, and why it cannot")
  func refused() throws {
    let (text, failure) = try report("t.csv", Self.table)
    #expect(
      text.hasPrefix("4 rows, 4 columns in t.csv\nsemicolon-separated") && text.contains("3: a"))
    #expect(
      failure == "line 4: column 2 (length) is empty, expected a finite number "
        + "(--drop-missing leaves it out)")
    let (_, other) = try report("t.csv", Self.table, ["--features", "length,size"])
    #expect(other == "has no column 'size'; it has id, length, colour, kind")
  }

  @Test("of a number its range, and columns by number")
  func number() throws {
    let data = Data("x,y,z\n1,0.5,7\n2,1.5,8\n3,4,9\n".utf8)
    let (text, failure) = try report("n.csv", data, ["--features", "1", "--label", "2"])
    #expect(failure == nil)
    #expect(text.hasPrefix("3 rows, 1 feature, a number (y) from n.csv\n"))
    #expect(text.contains("y is a number from 0.5 to 4, mean 2, standard deviation 1.47196\n"))
    #expect(text.contains("left out"))
  }

  @Test("of images and weights their extents, of a pickle the line that helps")
  func others() throws {
    let grey = try report("g.pgm", Data("P5 2 3 65535\n".utf8) + Data(count: 12))
    #expect(grey.text.hasPrefix("an image of 2×3 pixels, grey, 16 bits a sample\n"))
    let labels = try report("t10k-labels-idx1-ubyte", Data([0, 0, 8, 1, 0, 0, 0, 2, 1, 2]))
    #expect(labels.text.hasPrefix("MNIST's format, bytes of 2\n"))
    let run = TrainingRun<Float>(RunConfiguration(model: .anode(p: 1)))
    let weights = try report("w.safetensors", try run.checkpoint.data(isDouble: false))
    #expect(weights.text.hasPrefix("weights: ANODE: 3 features: 2 of the input, 32 hidden units"))
    #expect(weights.text.contains("odeblock.odefunc.fc1.weight  32×4   F32\n"))
    let pickle = try report("w.pt", Data([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0]))
    #expect(pickle.failure?.contains("w.safetensors')\"") == true)
    let digits = try DataReport.text(of: "digits", OwnTable.Request())
    #expect(digits.text.hasPrefix("images digits: 1438 to train on, 359 held out, 8×8 pixels"))
  }

  @Test("of weights that --load refuses, the same refusal, and the tensors")
  func unreadWeights() throws {
    var run = RunConfiguration(model: .anode(p: 1))
    run.model.hidden = 4
    let whole = TrainingRun<Float>(run).checkpoint
    let tensors = ParameterLayout(run.model, inputs: 2, outputs: 1).tensors.map {
      Safetensors.Tensor(
        name: $0.name, shape: $0.shape,
        numbers: Array(whole.parameters[$0.offset..<$0.offset + $0.count]))
    }
    let norm = Safetensors.Tensor(
      name: "odeblock.odefunc.norm.weight", shape: [3], numbers: [1, 1, 1])
    let data = try Safetensors.data(tensors + [norm], metadata: [:], isDouble: false)
    let (text, failure) = try report("w.safetensors", data)
    #expect(text.hasPrefix("tensors, but not a model\n") && text.contains("norm.weight"))
    #expect(
      failure
        == "holds unused tensors: 'odeblock.odefunc.norm.weight', which its model does not have")
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(
      "anode-unread-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: path) }
    try data.write(to: path)
    #expect {
      _ = try TrainRequest(parse(["--load", path.path], for: TrainCommand.description))
    } throws: { error in
      (error as? InputErrors)?.errors.first?.reason == failure
    }
  }

  @Test("which comma parts thousands is asked for, and with the answer the table reads")
  func signs() throws {
    let data = Data("n;k\n1,093;a\n850;b\n2,000;a\n".utf8)
    #expect(
      try report("t.csv", data).failure?.contains("--decimal comma or --thousands comma") == true)
    let whole = try report("t.csv", data, ["--thousands", "comma"])
    #expect(whole.text.contains("commas between thousands") && whole.text.contains("850 to 2000"))
    #expect(try report("t.csv", data, ["--decimal", "comma"]).text.contains("1.093 to 850"))
    #expect(throws: UsageError.self) {
      try report("t.csv", data, ["--decimal", "comma", "--thousands", "comma"])
    }
  }

  @Test("what a file says does not reach the terminal as it stands")
  func harmless() throws {
    let data = Data("x,\u{1B}[31mk\u{7}\n1,a\u{1B}[2J\n2,b\n".utf8)
    let (text, failure) = try report("\u{1B}t.csv", data)
    let all = text + (failure ?? "")
    #expect(failure == nil && !all.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  }

  @Test("without a FILE it says what it needs")
  func operand() throws {
    #expect(throws: UsageError.missingOperand(command: "data")) {
      try DataCommand.run(try parse([], for: DataCommand.description))
    }
  }
}
