import Solvers

/// `anode verify`
package enum VerifyCommand: Command {
  package static let description = CommandDescription(
    name: "verify", summary: "Replay training runs of the authors' program, and compare",
    discussion: [
      """
      Without a FILE it replays built-in runs and compares digests of their losses, numbers of function evaluations \
      and weights: this machine agrees with all others bit for bit, or the differences are listed.
      """,
      """
      Each FILE is a reference run: a safetensors file with the weights, batches, losses, numbers of function \
      evaluations (NFE) and first gradient of the authors' models on torchdiffeq. anode trains from the same weights \
      on the same batches, and reports the distance: the worst relative error of a loss in the first 50 iterations \
      and in all, iterations whose forward and backward NFE differ, the gradient's error relative to its largest \
      entry, the worst error of the initial model's trajectories (for a ResNet, its outputs) and of a final weight.
      """,
      """
      In double precision a run is ok when every NFE is equal, losses agree to 1e-10 for 50 iterations and \
      to 1e-6 in the end, the gradient to 1e-9 and trajectories to 1e-10; in float, when losses agree to \
      1e-4 for 50 iterations.
      """,
    ], operands: "[FILE...]",
    options: [
      .init(
        "precision", "TYPE", .choice(RunOptions.Precision.words), default: "double",
        "floating-point type"),
      .init(flag: "json", "write one JSON object a line"),
    ],
    examples: [
      .init(
        command: "anode verify",
        purpose: "Check that this machine gives the same results as all others."),
      .init(
        command: "anode verify reference/annulus-anode-p1.safetensors",
        purpose: "Compare the augmented model with the authors' program."),
    ])

  package static func run(_ options: ParsedOptions) throws {
    guard !options.operands.isEmpty else {
      try options.require("a FILE to replay", for: ["precision"])
      return try MachineCheck.run(isJSON: options.has("json"))
    }
    let precision = options.choice("precision", RunOptions.Precision.self) ?? .double
    var results: [Verification] = []
    var unreadable: [InputError] = []
    for path in options.operands {
      let result: Verification
      do throws(InputError) {
        result = try Verification(path: path, precision: precision)
      } catch {
        unreadable.append(error)
        continue
      }
      if options.has("json") { try StandardOutput.write(result.json.text) }
      results.append(result)
    }
    if !options.has("json"), !results.isEmpty {
      try StandardOutput.write(Verification.table(results))
    }
    if !unreadable.isEmpty { throw InputErrors(errors: unreadable) }
    if results.contains(where: { !$0.isOK }) { throw FallsShort() }
  }
}

/// A failed check; its results have been written.
package struct FallsShort: Error, Equatable {}
