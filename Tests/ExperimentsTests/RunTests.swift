import Canvas
import Solvers
@testable import Experiments
import Foundation
import NeuralODE
import Testing

/// A small experiment: a NODE, an ANODE and a ResNet, two epochs each.
private let small: Experiment = {
  let data = DatasetConfiguration(kind: .annulus, negativeCount: 20, positiveCount: 60)
  return Experiment(
    name: "annulus", summary: "small",
    claims: [
      Claim("smaller", section: "here", rule: Rule(.below(.loss, "anode", than: "node")))
    ],
    variants: [
      Variant("node", data: data, model: .node(), epochs: 2),
      Variant("anode", data: data, model: .anode(), epochs: 3),
      Variant("resnet", data: data, model: .resnet(), epochs: 2),
    ], watch: [.paths, .probe, .features, .solves], targetLoss: 0.6,
    measures: [.loss, .nfe, .detour],
    figures: [
      Figure("loss", "Loss", .curves(.loss)),
      Figure("range", "Loss", .ranges(.loss, isLogarithmic: false)),
      Figure("trade", "Trade", .nfeOverLoss), Figure("features", "Features", .features),
    ])
}()

private func results(_ trials: [Trial], threads: Int) -> [TrialResult] {
  let pool = TrialPool(trials, threads: threads)
  var results: [TrialResult] = []
  while let event = pool.next() {
    if case .finished(let result, _) = event { results.append(result) }
  }
  return results
}

@Suite("Trials give the same results however they are distributed, stored and merged")
struct RunTests {
  private let plan = Plan([small], seeds: 3)

  @Test("a trial's digest covers everything that determines its result, in a stable format")
  func digests() throws {
    let trial = try #require(plan.trials.first { $0.variant.name == "node" })
    // For "data=annulus,20+60,noise:0.0 model=node p=0 epochs=2 watch=45 target-loss=0.6". Another
    // number invalidates all existing results.
    #expect(trial.digest == "ce9b0980a47d093a")
    var digests: Set = [trial.digest]
    let changes: [(inout Trial) -> Void] = [
      { $0.variant.configuration.training.tolerance = 1e-4 },
      { $0.variant.configuration.model.activation = .tanh },
      { $0.variant.configuration.data.noise = 0.1 },
      { $0.variant.configuration.data.heldOut = .share(0.1) },
      { $0.variant.configuration.data.edits = [.add(x: 0, y: 0.5, target: 1)] },
      { $0.variant.epochs = 3 }, { $0.watch = [] }, { $0.targetLoss = nil },
      { $0.variant.configuration.training.firstDecay = 0.8 },
    ]
    for change in changes {
      var changed = trial
      change(&changed)
      #expect(digests.insert(changed.digest).inserted)
    }
    // Name and seed are stored beside it.
    var renamed = trial
    renamed.variant.name = "other"
    #expect(renamed.digest == trial.digest)
  }

  @Test("a digest covers every setting of a run, and nothing else determines the run")
  func everySetting() throws {
    var trial = try #require(plan.trials.first { $0.variant.name == "anode" })
    trial.variant.configuration.data = .flip
    let run = trial.variant.configuration
    func parts(_ run: RunConfiguration) -> [String: String] {
      var parts: [String: String] = [:]
      for value in [run.model, run.training] as [Any] {
        for part in Mirror(reflecting: value).children {
          parts[part.label ?? ""] = String(describing: part.value)
        }
      }
      return parts
    }
    var digests: Set = [trial.digest]
    // Experiments have the published layers and times.
    var told: Set = ["image", "network", "readoutLayer", "span"]
    for setting in RunSetting.ofSides {
      let values: [SettingValue] =
        switch setting.kind {
        case .choice(let words): words.map { .word($0) }
        case .integer: setting.ladder.map { .integer(Int($0)) }
        default: setting.ladder.map { .real($0) }
        }
      for value in values where value != setting.get(run) {
        var other = trial
        guard setting.set(&other.variant.configuration, value) == nil,
          other.variant.configuration != run
        else { continue }
        #expect(digests.insert(other.digest).inserted, "\(setting.name) \(value)")
        let (before, after) = (parts(run), parts(other.variant.configuration))
        told.formUnion(before.keys.filter { before[$0] != after[$0] })
      }
    }
    #expect(told == Set(parts(run).keys))
  }

  @Test("a digest covers every property of the data")
  func everyPartOfData() throws {
    let trial = try #require(plan.trials.first { $0.variant.name == "node" })
    func digest(_ data: DatasetConfiguration) -> String {
      var other = trial
      other.variant.configuration.data = data
      return other.digest
    }
    func series(_ rows: String) throws -> DatasetConfiguration {
      .published(.series(try SeriesTable(Table(bytes: Array("series,time,x\n\(rows)".utf8)))))
    }
    func points(_ targets: [Double], _ target: Problem.Target = .sign) -> DatasetConfiguration {
      .published(
        .file(PointList(dimension: 1, inputs: [0, 1, 2], targets: targets, target: target)))
    }
    let images = ImageSet.digits
    let few = ImageSet(
      name: "few", classNames: images.classNames, training: images.training.first(3),
      test: images.test.first(2))
    let other = ImageSet(
      name: "few", classNames: images.classNames, training: images.training.first(4),
      test: images.test.first(2))
    let rings = DatasetConfiguration.published(.rings)
    let spiral = DatasetConfiguration.published(.spiral)
    // For each property, data that differ only in it.
    let alike: [(part: String, data: [DatasetConfiguration])] = [
      ("kind", [.published(.moons), .published(.spirals)]),
      ("negativeCount", [rings, changed(rings) { $0.negativeCount += 1 }]),
      ("positiveCount", [rings, changed(rings) { $0.positiveCount += 1 }]),
      ("noise", [rings, changed(rings) { $0.noise += 0.1 }]),
      ("depth", [rings, changed(rings) { $0.depth += 1 }]),
      (
        "heldOut",
        [HeldOut.none, .share(0.1), .share(0.2), .slice(from: 0, to: 1)].map { heldOut in
          changed(rings) { $0.heldOut = heldOut }
        }
      ),
      (
        "kind",
        [
          points([1, -1, 1]), points([1, 1, -1]), points([1, -1, 1], .number),
          points([0, 1, 1], .classes),
        ]
      ),
      ("edits", [rings, changed(rings) { $0.edits = [.add(x: 0, y: 0, target: 1)] }]),
      ("kind", [.published(.images(few)), .published(.images(other))]),
      (
        "sampling",
        [
          spiral, changed(spiral) { $0.sampling?.observations += 1 },
          changed(spiral) { $0.sampling?.end += 1 },
          changed(spiral) { $0.sampling?.missing += 0.1 },
        ]
      ),
      (
        "kind",
        [
          try series("a,0,1\na,1,2\na,2,0\n"), try series("a,0,1\na,1,0\na,2,2\n"),
          try series("a,0,1\na,1,2\na,3,0\n"), try series("a,0,1\na,1,2\n"),
          try series("a,0,1\na,1,2\nb,0,0\nb,1,2\n"),
        ]
      ),
    ]
    for (part, data) in alike {
      #expect(Set(data.map(digest)).count == data.count, "\(part)")
    }
    #expect(
      Set(Mirror(reflecting: rings).children.compactMap(\.label)) == Set(alike.map(\.part)))
  }

  private func changed(
    _ data: DatasetConfiguration, _ change: (inout DatasetConfiguration) -> Void
  ) -> DatasetConfiguration {
    var data = data
    change(&data)
    return data
  }

  private func file(_ results: [TrialResult], _ shard: Shard = .whole) -> TrialFile {
    TrialFile(header: TrialFile.Header(plan, shard: shard), results: results)
  }

  @Test("A plan's file and report are the same bytes with any number of threads")
  func threads() {
    let one = file(results(plan.trials, threads: 1)).ordered(by: plan)
    let two = file(results(plan.trials, threads: 3)).ordered(by: plan)
    #expect(one.results.count == 9)
    #expect(one.text == two.text)
    let (a, b) = (Report(plan, results: one.results), Report(plan, results: two.results))
    #expect(Table.document(a) == Table.document(b))
    #expect(Table.curves(a, small) == Table.curves(b, small))
  }

  @Test("Merged shards equal the plan run at once, in any order")
  func merging() throws {
    let whole = file(results(plan.trials, threads: 2)).ordered(by: plan)
    var files: [(path: String, file: TrialFile)] = []
    for index in 1...4 {
      let shard = try #require(Shard(index, of: 4))
      let part = file(results(plan.trials(in: shard), threads: 2), shard)
      files.append(("\(index)", try TrialFile(data: Data(part.text.utf8))))
    }
    let (merged, joined) = try Merge.join(files.reversed(), catalogue: [small])
    #expect(joined.text == whole.text)
    #expect(
      Table.document(Report(merged, results: joined.results))
        == Table.document(Report(plan, results: whole.results)))
  }

  @Test("Merging refuses missing, duplicate and changed trials, and those of another plan")
  func refusals() throws {
    let all = results(plan.trials, threads: 2)
    let half = file(Array(all.prefix(5)))
    let rest = file(Array(all.suffix(4)))
    func failure(_ files: [TrialFile], _ catalogue: [Experiment] = [small]) -> Merge.Failure? {
      do throws(Merge.Failure) {
        _ = try Merge.join(
          files.enumerated().map { ("f\($0.offset)", $0.element) }, catalogue: catalogue)
        return nil
      } catch { return error }
    }
    #expect(failure([half, rest]) == nil)
    guard case .missing(count: 4, _) = failure([half]) else { throw Unexpected() }
    guard case .duplicateTrial(_, "f0", "f1") = failure([half, half]) else { throw Unexpected() }
    guard case .file("f1", .duplicateTrial) = failure([rest, file([all[0], all[0]])]) else {
      throw Unexpected()
    }
    guard case .unknown("f0", name: "annulus") = failure([half], []) else { throw Unexpected() }
    var changed = small
    changed.variants[0].configuration.training.learningRate = 0.5
    guard case .file("f0", .outdated) = failure([half, rest], [changed]) else { throw Unexpected() }
    var other = half
    other.header.seeds = 2
    guard case .file(_, .otherPlan) = failure([rest, other]) else { throw Unexpected() }
    for text in ["", "{}\n", half.text + "{\"id\":1}\n"] {
      #expect(throws: TrialFile.Failure.self) { try TrialFile(data: Data(text.utf8)) }
    }
  }

  @Test(
    "A sweep's shards store its command, and are merged only for that sweep"
  )
  func sweeps() throws {
    var sweep = small
    sweep.name = "sweep"
    sweep.claims = []
    let words = ["model=node,anode,resnet", "--epochs=3"]
    let plan = Plan([sweep], seeds: 2, sweep: words)
    let all = results(plan.trials, threads: 2)
    let parts = try (1...2).map { index -> (path: String, file: TrialFile) in
      let shard = try #require(Shard(index, of: 2))
      let part = TrialFile(
        header: .init(plan, shard: shard), results: results(plan.trials(in: shard), threads: 1))
      return ("f\(index)", try TrialFile(data: Data(part.text.utf8)))
    }
    #expect(parts[0].file.header.sweep == words)
    let (merged, joined) = try Merge.join(parts.reversed(), catalogue: []) {
      #expect($0 == words)
      return .success(sweep)
    }
    let whole = TrialFile(header: .init(plan, shard: .whole), results: all).ordered(by: plan)
    #expect(joined.text == whole.text && merged.sweep == words)
    let document = Table.document(Report(merged, results: joined.results))
    #expect(document == Table.document(Report(plan, results: all)))
    #expect(document.hasPrefix("## sweep") && !document.contains("Rules were stated"))
    func failure(_ files: [(path: String, file: TrialFile)]) -> Merge.Failure? {
      do throws(Merge.Failure) {
        _ = try Merge.join(files, sweep: { _ in .success(sweep) })
        return nil
      } catch { return error }
    }
    #expect(failure(parts) == nil)
    guard case .missing(count: 3, _) = failure([parts[0]]) else { throw Unexpected() }
    guard case .duplicateTrial(_, "f1", "f1") = failure([parts[0], parts[0]]) else {
      throw Unexpected()
    }
    var other = parts
    other[1].file.header.sweep = ["model=node"]
    guard case .file("f2", .otherPlan(let why)) = failure(other) else { throw Unexpected() }
    #expect(why.contains("model=node") && why.contains("--epochs=3"))
    other[1].file.header.sweep = nil
    guard case .file("f2", .otherPlan) = failure(other) else { throw Unexpected() }
    // A command that is not understood any more.
    do throws(Merge.Failure) {
      _ = try Merge.join(parts, sweep: { _ in .failure(SweepFailure(reason: "no")) })
      throw Merge.Failure.unknown("", name: "")
    } catch {
      #expect(error == .sweep("f1", reason: "no"))
    }
  }

  struct Unexpected: Error {}

  @Test("A plan killed in the middle of a line resumes to the same bytes")
  func resuming() throws {
    let whole = file(results(plan.trials, threads: 1)).ordered(by: plan)
    // Four whole lines, and half of the fifth.
    let lines = whole.text.split(separator: "\n").map { $0 + "\n" }
    let torn = lines.prefix(4).joined() + lines[4].prefix(40)
    let kept = try TrialFile(data: Data(torn.utf8))
    try kept.check(against: plan)
    #expect(kept.results.count == 3)
    let done = Set(kept.results.map(\.id))
    let rest = results(plan.trials.filter { !done.contains($0.id) }, threads: 2)
    #expect(file(kept.results + rest).ordered(by: plan).text == whole.text)
  }

  @Test("A stopped pool delivers the finished trials, and ends")
  func stopping() {
    let pool = TrialPool(Plan([small], seeds: 40).trials, threads: 2)
    var count = 0
    while let event = pool.next() {
      if case .finished = event {
        count += 1
        pool.stop()
      }
    }
    #expect(count >= 1 && count < 120)
  }

  @Test("Each trial is in one shard, and shards differ in size by at most one")
  func shards() throws {
    let ids = plan.trials.map(\.id)
    var seen: [Trial.ID] = []
    for index in 1...4 {
      let part = plan.trials(in: try #require(Shard(index, of: 4))).map(\.id)
      #expect((2...3).contains(part.count))
      seen += part
    }
    #expect(Set(seen) == Set(ids) && seen.count == ids.count)
    #expect(Shard(text: "2/8") == Shard(2, of: 8))
    for text in ["0/3", "4/3", "1", "1/0", "a/b", "1/2/3", "", "1/9999999999"] {
      #expect(Shard(text: text) == nil, "\(text)")
    }
  }

  @Test("A trial measures what its experiment watches")
  func measures() throws {
    let all = results(plan.trials.filter { $0.id.seed == 0 }, threads: 2)
    for result in all {
      let loss = try #require(result[.loss])
      #expect(loss > 0 && loss < 2)
      #expect(result[CurveKind.loss].count == (result.id.variant == "anode" ? 3 : 2))
      // A path is at least as long as the distance of its ends, up to rounding.
      #expect(try #require(result[.detour]) > 1 - 1e-5)
      #expect(result[.unstable] == 0)
      let isFlow = result.id.variant != "resnet"
      #expect((result[.probeNFE] != nil) == isFlow)
      #expect((result[.solveError] != nil) == isFlow)
      #expect((result[CurveKind.solveError].last ?? nil) == result[.solveError])
      #expect((result.features?.count ?? 0) >= 3)
      if !isFlow { #expect(result[.nfe] == 5) }
    }
  }

  @Test(
    "An abandoned solve counts its evaluations, six per step of dopri5",
    arguments: [3, 160, 170])
  func givenUp(steps: Int) throws {
    var experiment = small
    for k in experiment.variants.indices {
      experiment.variants[k].configuration.training.maximumSteps = steps
      // Finer than single precision, so no long step is accepted.
      experiment.variants[k].configuration.training.tolerance = 1e-12
    }
    let trials = Plan([experiment], seeds: 1).trials.filter { $0.id.variant == "anode" }
    let result = try #require(results(trials, threads: 1).first)
    #expect(result.failure == "more than \(steps) steps")
    let evaluations = 2 + 6 * steps
    #expect(result[.largestNFE] == Double(evaluations))
    #expect(result[.exceeded] == (evaluations > 1000 ? 1 : 0))
    #expect(result[.unstable] == result[.exceeded] && result[.underflow] == 0)
  }

  @Test("An abandoned adjoint solve counts its evaluations")
  func givenUpBackward() throws {
    // At 1e-6 the adjoint solve takes some five times the forward steps.
    var configuration = RunConfiguration.published(.published(.digits), .node)
    configuration.model.hidden = 4
    configuration.training.gradient = .adjoint
    configuration.training.tolerance = 1e-6
    configuration.training.maximumSteps = 20
    let run = TrainingRun<Float>(configuration)
    #expect(throws: SolveFailure.self) { _ = try run.iterate() }
    let spent = run.trainer.evaluations
    #expect(spent.forward < 2 + 6 * 20 && spent.backward == 2 + 6 * 20)
  }

  @Test("Figures are drawn with or without results, in every theme and in ASCII")
  func figures() {
    let done = results(plan.trials, threads: 2)
    for report in [Report(plan), Report(plan, results: done)] {
      for figure in small.figures {
        for glyphs in GlyphSet.allCases {
          let painter = FigurePainter(report, small, theme: .mono, glyphs: glyphs)
          let text = painter.grid(figure, width: 90).plainText
          #expect(text.contains(figure.title))
          if glyphs == .ascii { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
        }
        #expect(FigurePainter(report, small).svg(figure).hasPrefix("<svg"))
      }
    }
    let text = FigurePainter(Report(plan, results: done), small).grid(small.figures[0]).plainText
    for name in ["node", "anode", "resnet"] { #expect(text.contains(name)) }
  }

  @Test("CSV fields are quoted where needed, and each row has as many as the header")
  func tables() {
    #expect(Table.field("a,\"b\"") == "\"a,\"\"b\"\"\"")
    let report = Report(plan, results: results(plan.trials, threads: 2))
    for text in [Table.trials(report, small), Table.curves(report, small)] {
      let counts = text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).count
      }
      #expect(Set(counts).count == 1 && counts.count > 9)
    }
    for format in ReportFormat.allCases {
      let line = report.rows(small).map { format.line($0) }.joined()
      #expect(line.contains("undecided") && line.hasSuffix("\n"))
    }
  }

  /// A made-up result.
  private func result(_ trial: Trial, _ measures: [Measure: Double]) throws -> TrialResult {
    let numbers = measures.map { "\"\($0.key.rawValue)\":\($0.value)" }.joined(separator: ",")
    let id = TrialFile.line(trial.id)
    let text = "{\"id\":\(id),\"digest\":\"\",\"measures\":{\(numbers)},\"curves\":{}}"
    return try JSONDecoder().decode(TrialResult.self, from: Data(text.utf8))
  }

  @Test("A report has the failed condition, the claim's p-value, Holm's correction and the effect")
  func judged() throws {
    var experiment = small
    experiment.claims = [
      Claim(
        "one fails", section: "here",
        rule: Rule(
          .below(.loss, "anode", than: "node"), .above(.loss, "anode", than: "node", times: 2))),
      Claim("holds", section: "here", rule: Rule(.below(.loss, "anode", than: "node"))),
    ]
    let plan = Plan([experiment], seeds: 6)
    let report = Report(
      plan,
      results: try plan.trials.map {
        try result($0, [.loss: $0.id.variant == "anode" ? 0.25 : 1])
      })
    let rows = report.rows(experiment)
    #expect(rows.map(\.p) == [1, 1.0 / 64] && rows.map(\.adjustedP) == [1, 1.0 / 32])
    let fields = ReportFormat.md.line(rows[0]).split(separator: "|").map(String.init)
    #expect(fields[2].contains("that of node (6 of 6)"))
    #expect(fields[2].contains("2 × that of node (0 of 6: does not hold)"))
    #expect(fields[5].contains("**does not hold**"))
    #expect(ReportFormat.md.line(rows[1]).contains("| 0.0156 (0.0313) | **holds** |"))
    for text in ["0.2500 [0.2500, 0.2500]", "holds; does not hold"] {
      #expect(ReportFormat.csv.line(rows[0]).contains(text))
    }
    #expect(
      Table.effects(report.rows(experiment)).split(separator: "\n").dropFirst(2) == [
        "| loss: anode / node | &lt; 1 | 0.2500 [0.2500, 0.2500] | 0.0156 |",
        "| loss: anode / node | > 2 | 0.2500 [0.2500, 0.2500] | 1 |",
      ])
  }

  @Test(
    "Comparisons of every experiment fit into 120 columns",
    arguments: Experiment.catalogue.map(\.name))
  func width(name: String) throws {
    var experiment = try #require(Experiment.named(name))
    // The images do not matter here.
    experiment.images = nil
    let plan = Plan([experiment], seeds: 5)
    // Ratios of four digits, and so few seeds that the confidence is printed, too.
    let order = Dictionary(
      uniqueKeysWithValues: experiment.variants.enumerated().map { ($0.element.name, $0.offset) })
    let results = try plan.trials.map { trial in
      let value = 1 / Double(7 + (order[trial.id.variant] ?? 0))
      let measures = Dictionary(uniqueKeysWithValues: Measure.allCases.map { ($0, value) })
      return try result(trial, measures)
    }
    let report = Report(plan, results: results)
    let hasComparison = experiment.claims.flatMap(\.rule.conditions).contains {
      $0.quantities.count > 1
    }
    let lines = Table.effects(report.rows(experiment)).split(separator: "\n")
    #expect(lines.isEmpty != hasComparison)
    for line in lines { #expect(line.count <= 120, "\(line)") }
  }
}
