@testable import Canvas
@testable import Interface
@testable import NeuralODE
@testable import Terminal

extension FuzzFormat {
  /// Recordings: played to their end, and back.
  static let cast = FuzzFormat("cast") { bytes in
    isDone {
      let cast = try Asciicast(bytes: bytes)
      // Large screens only slow the fuzzer down.
      guard cast.header.width * cast.header.height <= 40_000 else { return }
      for limit in [nil, 0.5] {
        var playback = RecordingPlayback(cast, idleLimit: limit)
        for share in [1, 0.3, 0.7, 0] {
          playback.seek(to: playback.duration * share)
          _ = (playback.grid, playback.markerName)
        }
      }
    }
  }

  /// Demos.
  static let demo = FuzzFormat("demo") { bytes in
    isDone {
      let text = String(decoding: bytes, as: UTF8.self)
      _ = try DemoScript(text, path: "a.demo") { (name) throws(Safetensors.Failure) in
        throw .missing(name)
      }
    }
  }

  /// A share line: it is applied, and the resulting duel's own line sets the same.
  static let share = FuzzFormat("share", limit: 512) { bytes in
    isDone {
      let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
      var state = DuelState(width: 100, height: 30)
      for word in words { try state.assign(word) }
      _ = state.shareLine
      var again = DuelState(width: 100, height: 30)
      for word in state.assignments { try again.assign(word) }
      precondition(
        again.shareLine == state.shareLine, "\(again.shareLine) is not \(state.shareLine)")
    }
  }

  /// Lines typed after a colon, with the completions meanwhile.
  static let command = FuzzFormat("command", limit: 256) { bytes in
    isDone {
      var state = DuelState(width: 100, height: 30)
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        let text = String(line)
        _ = (CommandLine.completions(of: text, state), CommandLine.hint(for: text))
        _ = try state.perform(text)
      }
    }
  }

  /// Terminal input: keys, mouse events, pastes and answers, whole and in pieces.
  static let keys = FuzzFormat("keys", limit: 512) { bytes in
    var decoder = KeyDecoder()
    var events: [InputEvent] = []
    decoder.feed(bytes, into: &events)
    decoder.flush(into: &events)
    var pieces: [InputEvent] = []
    for byte in bytes { decoder.feed([byte], into: &pieces) }
    decoder.flush(into: &pieces)
    var answers = PictureAnswers()
    for answer in decoder.answers { answers.take(answer) }
    for cell in [nil, CellSize(width: 9, height: 19)] {
      for preference in [PicturePreference.auto, .kitty, .sixel] {
        _ = answers.support(preference, measured: cell, generation: 0)
      }
    }
    return !events.isEmpty || !decoder.answers.isEmpty
  }
}
