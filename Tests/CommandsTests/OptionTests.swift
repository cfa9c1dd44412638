import Solvers
import Interface
import LiveSession
import NeuralODE
import Testing

@testable import Commands

private let train = TrainCommand.description

/// The one-line error; empty if the arguments are accepted.
@MainActor private func complaint(_ arguments: String) -> String {
  do {
    _ = try TrainRequest(parse(arguments.split(separator: " ").map(String.init), for: train))
    return ""
  } catch let error as UsageError {
    return error.description
  } catch {
    return "not a usage error: \(error)"
  }
}

@MainActor private func request(_ arguments: String) throws -> TrainRequest {
  try TrainRequest(parse(arguments.split(separator: " ").map(String.init), for: train))
}

@Suite("The command line reaches the request, or is refused with what is accepted")
@MainActor struct OptionTests {
  @Test("No options ask for the published toy setting of the ANODE")
  func defaults() throws {
    let request = try request("")
    #expect(request.configuration == RunConfiguration(model: .anode(p: 1)))
    #expect(request.length == .epochs(12) && request.every == nil)
    #expect(request.precision == .float && request.format == .jsonl)
  }

  @Test(
    "A batch is at most all the rows, in one run and in a sweep",
    arguments: ["--points 10+10", "--points 10+10 --batch 5000"])
  func fewerRowsThanTheBatch(arguments: String) throws {
    let run = TrainingRun<Float>(try request(arguments).configuration)
    #expect(run.iterationsPerEpoch == 1)
    _ = try run.iterate()
    let words = ["p=0,1"] + arguments.split(separator: " ").map(String.init)
    let plan = try SweepPlan(parse(words, for: SweepCommand.description))
    #expect(plan.variants.count == 2)
  }

  @Test("The flip has its own published setting, which options override")
  func flip() throws {
    let flip = try request("--data flip --model node").configuration
    #expect(flip.model.hidden == 16 && !flip.model.hasReadout && flip.model.augmentation == 0)
    #expect(flip.training.batchSize == 32 && flip.training.learningRate == 5e-4)
    #expect(flip.data == .flip)
    #expect(try request("--data flip --readout --hidden 8").configuration.model.hasReadout)
    // An augmented model has the first-coordinate readout, to differ from the NODE only in p.
    #expect(try !request("--data flip --p 1").configuration.model.hasReadout)
    #expect(try !request("--data flip --p 0").configuration.model.hasReadout)
  }

  @Test(
    "A setting of a run is an option of every command that trains, a setting of the screen, and can be swept",
    arguments: RunSetting.all.map(\.name))
  func oneVocabulary(name: String) throws {
    let setting = try #require(RunSetting.named(name))
    let train = TrainCommand.description.options
    for flag in setting.flags { #expect(train.contains { $0.name == flag.name }) }
    if setting.flags.isEmpty {
      let option = try #require(train.first { $0.name == setting.option })
      #expect(name == "data" || option.kind == setting.kind)
      #expect(option.summary == setting.help && option.metavar == setting.metavar)
    }
    #expect(name == "seed" || SweepPlan.settings.contains(name))
    #expect(ConfigurationFile.template.contains("# \(name) = "))
    #expect(Completions.text("bash", Program.descriptions).contains(" \(name)="))
    #expect(setting.published.isEmpty == false && setting.help.last != ".")
    let shown = try #require(SettingTable.named(name))
    #expect(shown.kind == setting.kind && shown.isOfSide == (setting.group != .data))
    for alias in setting.aliases { #expect(SettingTable.named(alias)?.name == name) }
    // Typed on the screen, displayed, and shared.
    guard shown.isOfSide else { return }
    var state = DuelState(width: 140, height: 42)
    if name == "blocks" { _ = try state.perform("left.model resnet") }
    if name == "steps" { _ = try state.perform("solver rk4") }
    if name == "readout" { _ = try state.perform("data flip") }
    let now = shown.get(state, .right)
    let next = try #require(
      shown.row.step(from: now, up: true) ?? shown.row.step(from: now, up: false))
    let side = name == "blocks" ? Side.left : .right
    _ = try state.perform("\(side.rawValue).\(name) \(next.text)")
    #expect(shown.get(state, side) == next)
    #expect(state.shareLine.contains("\(side.rawValue).\(name)=\(next.text)"), "\(state.shareLine)")
    // And its text matches the run's value.
    #expect(setting.get(state.setup.run(side)) == next)
  }

  @Test("A data set and a method are words of the settings, in help, on the screen and in a sweep")
  func names() {
    let help = Help.command(SweepCommand.description)
    for kind in DatasetKind.ofPoints {
      #expect(help.contains(kind.rawValue), "\(kind)")
      #expect(SettingTable.named("data")?.row.value(of: kind.rawValue) != nil, "\(kind)")
    }
    for method in Tableau.all {
      #expect(help.contains(method.name), "\(method.name)")
      #expect(SettingTable.named("solver")?.row.value(of: method.name) != nil, "\(method.name)")
    }
  }

  @Test("What is published is what a run has without any option")
  func published() throws {
    for setting in RunSetting.ofSides where !setting.isCompared {
      let value = setting.get(.published(.annulus, .anode))
      #expect(value.text == setting.published, "\(setting.name)")
      let flip = setting.get(.published(.flip, .anode))
      #expect(
        setting.exceptions == (flip == value ? nil : "flip: \(flip.text)"), "\(setting.name)")
    }
    #expect(RunConfiguration.published(.annulus, .anode) == RunConfiguration(model: .anode()))
  }

  @Test("Every option reaches the request")
  func everyOption() throws {
    let all = try request(
      """
      --data=sines --points 10+20 --model anode --p 5 --hidden 8 --activation softplus --no-time \
      --iterations 7 --batch 3 --learning-rate 2e-4 --tolerance 1e-6 --right-end clip --max-steps 50 \
      --precision double --seed 9 --format csv --every 2
      """)
    #expect(
      all.configuration.data
        == DatasetConfiguration(kind: .sines, negativeCount: 10, positiveCount: 20))
    #expect(
      all.configuration.model
        == ModelConfiguration(
          family: .anode, augmentation: 5, hidden: 8, activation: .softplus, isTimeDependent: false)
    )
    #expect(all.configuration.training.learningRate == 2e-4)
    #expect(all.configuration.training.tolerance == 1e-6)
    #expect(all.configuration.training.rightEnd == .clip)
    #expect(all.configuration.training.maximumSteps == 50)
    #expect(all.configuration.training.batchSize == 3 && all.configuration.seed == 9)
    #expect(all.length == .iterations(7) && all.every == 2)
    #expect(all.precision == .double && all.format == .csv)
  }

  @Test("Names may be shortened, repeated and joined; -- ends the options")
  func forms() throws {
    #expect(try request("--gradient seminorm").configuration.training.gradient == .adjointSeminorm)
    #expect(try request("--hid 4 --hidden=6").configuration.model.hidden == 6)
    let help = try parse(["--", "--man"], for: HelpCommand.description)
    #expect(help.operands == ["--man"] && !help.has("man"))
    #expect(try parse(["-h"], for: train).has("help"))
    let record = RecordCommand.description
    #expect(try parse(["-o", "x.cast", "annulus"], for: record).word("output") == "x.cast")
    #expect(try parse(["-ox.cast", "annulus"], for: record).operands == ["annulus"])
    #expect(throws: UsageError.self) { try parse(["annulus", "-o"], for: record) }
    #expect(throws: UsageError.self) { try parse(["-o", "x"], for: train) }
    let mixed = try parse(["train", "--man", "-", "--", "-x"], for: HelpCommand.description)
    #expect(mixed.operands == ["train", "-", "-x"] && mixed.has("man"))
  }

  @Test(
    "What is not accepted is named, with what is",
    arguments: [
      ("--modle node", ["'--modle'", "--model?"]), ("--epochz", ["'--epochz'", "--epochs?"]),
      ("--frobnicate", ["unknown option '--frobnicate'", "anode help train"]),
      ("-q", ["unknown option '-q'"]),
      ("-hq", ["unknown option '-hq'"]), ("-model node", ["'-model'", "--model?"]),
      ("-\u{e9}", ["unknown option '-\u{e9}'"]), ("--=3", ["unknown option '--'"]),
      ("--pre", ["--precision needs a value"]), ("--p=", ["--p", "''"]),
      ("--m node", ["'--m' could be --missing, --model, --max-steps or --map"]),
      ("--no", ["'--no' could be --noise, --no-standardise, --no-time or --no-readout"]),
      ("--data canvas", ["--data", "'canvas'", "painted"]),
      ("--csv a --data sines", ["--csv a and --data sines clash"]),
      ("--label 3", ["--label works with --csv only"]),
      ("--rings 3", ["--data annulus and --rings 3 clash"]),
      ("--noise -1", ["'-1'", "from 0 to 10"]), ("--test-share 1", ["'1'", "from 0 to 0.9"]),
      ("--solver rk5", ["'rk5'", "rk4"]),
      ("--loss cross-entropy", ["'cross-entropy'", "logistic"]),
      ("--solver rk4 --tolerance 1e-3", ["--solver rk4 and --tolerance 1e-3 clash"]),
      ("--steps 3", ["--solver dopri5 and --steps 3 clash"]),
      ("--batch", ["--batch needs a value", "a whole number from 1"]),
      ("--no-time=3", ["--no-time takes no value", "'3'"]), ("stray", ["'stray'"]),
      ("--data anulus", ["--data", "'anulus'", "annulus?", "vanderpol or lorenz"]),
      ("--data=", ["--data", "''"]), ("--p -1", ["--p", "'-1'", "from 0 to 256"]),
      ("--p 1.5", ["'1.5'"]), ("--p 3x", ["'3x'"]), ("--p 0x3", ["'0x3'"]),
      (
        "--seed 99999999999999999999",
        ["--seed", "'99999999999999999999'", "from 0 to 9223372036854775807"]
      ),
      ("--hidden 0", ["'0'", "from 1 to 1024"]),
      ("--tolerance 0", ["--tolerance", "'0'", "above 0, at most 1"]),
      ("--tolerance nan", ["'nan'"]), ("--tolerance inf", ["'inf'"]),
      ("--tolerance 0x1p-3", ["'0x1p-3'"]), ("--tolerance 1e-3;", ["'1e-3;'"]),
      ("--learning-rate 1e400", ["'1e400'", "at most 10"]),
      ("--learning-rate 1e-400", ["'1e-400'", "above 0"]), ("--points 1", ["'1'", "500+1500"]),
      ("--points 5+0", ["'5+0'"]), ("--points 1+2+3", ["'1+2+3'"]),
      ("--model node --p 3", ["--model node and --p 3 clash", "NODE"]),
      ("--model resnet --p 1", ["--model resnet and --p 1 clash"]),
      ("--model resnet --tolerance 1e-3", ["--model resnet and --tolerance 1e-3 clash"]),
      ("--model resnet --no-time", ["--model resnet and --no-time clash"]),
      ("--blocks 3", ["--model anode and --blocks 3 clash"]),
      ("--model node --blocks 3", ["--model node and --blocks 3 clash"]),
      ("--no-readout", ["--data annulus and --no-readout clash"]),
      ("--data sines --no-readout", ["--data sines and --no-readout clash"]),
      ("--data flip --readout --no-readout", ["--readout and --no-readout clash"]),
      ("--epochs 2 --iterations 3", ["--epochs 2 and --iterations 3 clash"]),
    ])
  func refused(arguments: String, parts: [String]) {
    let line = complaint(arguments)
    for part in parts { #expect(line.contains(part), "\(line)") }
    #expect(!line.contains("\n"))
  }

  /// Numbers just inside and just outside the accepted range.
  private static func edges(_ kind: SettingKind) -> (inside: [String], outside: [String]) {
    switch kind {
    case .flag, .choice, .text, .path, .time: ([], [])
    case .integer(let range), .counts(let range):
      (
        ["\(range.lowerBound)", "\(range.upperBound)"],
        ["\(range.lowerBound - 1)", "\(UInt64(range.upperBound) + 1)", "1.5"]
      )
    case .real(let range), .realOrWord(let range, _):
      (
        ["\(range.lowerBound)", "\(range.upperBound)"],
        ["\(range.lowerBound.nextDown)", "\(range.upperBound.nextUp)", "nan"]
      )
    case .positive(let most):
      (["\(Double.leastNonzeroMagnitude)", "\(most)"], ["0", "-1", "\(most.nextUp)", "inf"])
    }
  }

  @Test("Every option says one range, in help and in its error, and that is what it accepts")
  func ranges() {
    var ranges = 0
    for command in Program.descriptions {
      let help = Help.command(command).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      for option in command.options {
        guard let bounds = option.kind.bounds else { continue }
        ranges += 1
        let place = "\(command.name) --\(option.name)"
        #expect(option.details.contains("(") && option.details.contains(bounds), "\(place)")
        #expect(help.contains(option.details), "\(place)")
        let second = option.summary.firstMatch(of: /[0-9] or more/)
        #expect(second == nil, "\(place) has a second range")
        func complaint(_ text: String) -> String? {
          let isSum = if case .counts = option.kind { true } else { false }
          do throws(UsageError) {
            _ = try parse(["--\(option.name)=\(isSum ? text + "+" + text : text)"], for: command)
            return nil
          } catch {
            return error.description
          }
        }
        let (inside, outside) = Self.edges(option.kind)
        for text in inside { #expect(complaint(text) == nil, "\(place) \(text)") }
        for text in outside {
          let said = complaint(text)
          #expect(said?.contains(bounds) == true, "\(place) \(text): \(said ?? "accepted")")
          #expect(said?.contains(option.kind.accepted) == true, "\(place)")
        }
      }
    }
    #expect(ranges > 60)
  }

  @Test("The greatest seed is a seed like any other: it is taken, shown, shared, and followed by 0")
  func greatestSeed() throws {
    #expect(try request("--seed \(Int.max)").configuration.seed == UInt64(Int.max))
    var state = DuelState(width: 140, height: 42)
    _ = try state.perform("seed \(Int.max)")
    #expect(state.setup.seed == UInt64(Int.max))
    #expect(state.shareLine.contains("seed=\(Int.max)"), "\(state.shareLine)")
    _ = state.apply(.newSeed)
    #expect(state.setup.seed == 0)
    #expect(throws: CommandError.self) { _ = try state.perform("seed \(UInt64(Int.max) + 1)") }
  }

  @Test("A NODE may be given p = 0, and an ANODE too")
  func zero() {
    #expect(complaint("--model node --p 0").isEmpty)
    #expect(complaint("--model anode --p 0").isEmpty)
  }

  @Test("An argument cannot write control sequences to the terminal")
  func controlCharacters() {
    #expect(!complaint("--data \u{1b}[2J").contains("\u{1b}"))
  }

  @Test("A misspelt word is corrected only when the right one is near")
  func suggestions() {
    #expect(nearest(to: "trian", among: ["duel", "train", "help"]) == "train")
    #expect(nearest(to: "sineS", among: ["annulus", "sines"]) == "sines")
    #expect(nearest(to: "x", among: ["p", "seed"]) == nil)
    #expect(nearest(to: "banana", among: ["duel", "train", "help"]) == nil)
    #expect(editDistance("", "abc") == 3 && editDistance("ab", "ba") == 1)
  }
}

@Suite("What training writes can be read by other programs")
struct RecordTests {
  private let record = TrainRecord(
    epoch: 1.5, iteration: 48, loss: 0.25, accuracy: 0.875, nfe: 20, accepted: 3, rejected: 0,
    seconds: 1.0000004)

  @Test("A record is a JSON object, or a row under the names of its columns")
  func formats() {
    #expect(
      RecordFormat.jsonl.line(record.columns, isFirst: true) == """
        {"epoch":1.5,"iteration":48,"loss":0.25,"accuracy":0.875,"nfe":20,"accepted":3,\
        "rejected":0,"testLoss":null,"testAccuracy":null,"seconds":1.0}\n
        """)
    #expect(
      RecordFormat.csv.line(record.columns, isFirst: true)
        == "epoch,iteration,loss,accuracy,nfe,accepted,rejected,testLoss,testAccuracy,seconds\n"
        + "1.5,48,0.25,0.875,20,3,0,,,1.0\n")
  }

  @Test("What is missing, or no number, is null in JSON and empty in CSV")
  func missing() {
    let bad = TrainRecord(epoch: 0, iteration: 1, loss: .nan, seconds: 0)
    let line = RecordFormat.jsonl.line(bad.columns, isFirst: false)
    #expect(line.contains("\"loss\":null,\"accuracy\":null"))
    #expect(RecordFormat.csv.line(bad.columns, isFirst: false) == "0.0,1,,,,,,,,0.0\n")
  }

  @Test("The progress line fits its terminal, and says how long it takes")
  func progress() {
    #expect(ProgressLine.text(done: 0, of: 10, seconds: 0, width: 80).hasSuffix("  0%  "))
    let half = ProgressLine.text(done: 5, of: 10, seconds: 10, width: 80)
    #expect(half.contains(" 50%  10 s left") && half.hasPrefix("[###"))
    for width in 1...120 {
      for done in [0, 1, 5, 10, 20] {
        #expect(ProgressLine.text(done: done, of: 10, seconds: 4000, width: width).count < width)
      }
    }
    #expect(ProgressLine.duration(200) == "3 min 20 s")
    #expect(ProgressLine.duration(7500) == "2 h 5 min")
    #expect(ProgressLine.duration(.infinity) == "?")
  }
}
