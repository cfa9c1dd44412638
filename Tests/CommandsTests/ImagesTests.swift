import Foundation
import NeuralODE
import Testing

@testable import Commands

@Suite("anode images does what it is asked, or says what it refuses")
@MainActor struct ImagesTests {
  private func request(_ line: String) throws -> ImagesRequest {
    try ImagesRequest(
      parse(line.split(separator: " ").map(String.init), for: ImagesCommand.description))
  }

  @Test(
    "Without options it trains an ANODE of 32 filters and p = 5 on the digits, by cross entropy")
  func defaults() throws {
    let request = try request("")
    #expect(request.images.name == "digits" && request.models.count == 1)
    #expect(request.models[0].hidden == 32 && request.models[0].augmentation == 5)
    #expect(request.training.loss == .crossEntropy && request.training.batchSize == 64)
  }

  @Test("both adds a NODE with as many parameters, to within a filter's")
  func both() throws {
    let request = try request("--model both --filters 16 --p 2 --size 4")
    let counts = request.models.map { $0.parameterCount(inputs: 16, outputs: 10) }
    #expect(request.models.map(\.augmentation) == [2, 0])
    #expect(abs(counts[0] - counts[1]) < 9 * 16)
  }

  @Test(
    "What makes no sense together is refused, by both names",
    arguments: [
      ("--model node --p 2", "--p 2"), ("--model both --save x", "--save x"),
      ("--epochs 1 --iterations 1", "--iterations 1"),
      ("--threads 65", "--threads 65"), ("--load x --filters 3", "--filters 3"),
      ("--data cats", "digits, mnist-sample, mnist:DIR, cifar10:DIR, svhn:DIR or folder:DIR"),
    ])
  func clashes(line: String, named: String) {
    do {
      _ = try request(line)
      Issue.record("accepted: \(line)")
    } catch {
      #expect("\(error)".contains(named), "\(error)")
    }
  }

  @Test("A batch is at most all images")
  func fewerImagesThanTheBatch() throws {
    let request = try request("--batch 2000 --limit 40")
    #expect(request.images.training.count == 40 && request.training.batchSize == 2000)
    var run = RunConfiguration.published(.published(.images(request.images)), .node, seed: 0)
    (run.model, run.training) = (request.models[0], request.training)
    #expect(TrainingRun<Float>(run).iterationsPerEpoch == 1)
  }

  @Test("Images that cannot be read end it with the file's name and what was expected")
  func unreadable() {
    #expect(
      throws: InputErrors(
        errors: [InputError(path: "/nowhere", reason: "cannot be read, expected a folder")])
    ) { try request("--data folder:/nowhere") }
    #expect(
      throws: InputErrors(
        errors: [
          InputError(path: "digits", reason: "size 9, expected at most 8, as the images have")
        ])
    ) { try request("--size 9") }
  }
}
