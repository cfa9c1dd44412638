import CellGraphics
import Foundation
import Interface
import LiveSession
import Terminal

/// Demos, lessons and recordings on the live screen.
extension DuelProgram {
  /// Begins a demo from a fresh duel.
  func begin(_ script: DemoScript, stopsAtMarks: Bool) {
    demo = DemoPlayer(script, stopsAtMarks: stopsAtMarks)
    hasTakenOver = false
    demoFailure = nil
    if !state.isPaused { obey(state.apply(.pause)) }
    showCaption()
  }

  /// Begins the lesson of that place in the list.
  func beginLesson(_ index: Int) {
    let lessons = DemoLibrary.lessons
    guard lessons.indices.contains(index) else { return }
    begin(lessons[index].script, stopsAtMarks: true)
  }

  /// What a key means to the demo that is playing; false when it is a key of the duel.
  func handleInDemo(_ key: Key) -> Bool {
    guard var demo, !demo.isOver, state.palette == nil, state.overlay == nil else { return false }
    defer {
      if self.demo != nil { self.demo = demo }
      showCaption()
    }
    switch key {
    case .pageDown, .enter:
      if hasTakenOver { hasTakenOver = false } else { demo.proceed() }
      return true
    case .character(" ") where demo.isStopped:
      demo.proceed()
      return true
    case .pageUp: return true
    case .escape:
      self.demo = nil
      obey(state.setCaptionAndSettle(nil))
      return true
    case .character("."):
      // A clicker's blank screen.
      isBlank.toggle()
      return true
    case .character("q"), .control("c"), .control("l"): return false
    default:
      // At a mark the keys are the person's own anyway.
      if !demo.isStopped { hasTakenOver = true }
      return false
    }
  }

  /// Lets the demo's time pass.
  func advanceDemo(by seconds: Double) {
    guard var playing = demo, !playing.isOver, !hasTakenOver else { return }
    for cue in playing.advance(
      by: seconds, state, left: snapshots.left, right: snapshots.right)
    {
      switch cue {
      case .perform(let command, let line):
        do throws(CommandError) {
          let effects = try state.perform(command)
          try Effect.refuseSweeps(effects)
          obey(effects)
        } catch {
          demoFailure = DemoFailure(line: line, reason: error.reason)
        }
      case .press(let key): obey(state.handle(.key(key)))
      case .setPaused(let isPaused):
        if state.isPaused != isPaused { obey(state.apply(.pause)) }
      case .mark(let name): markRecording(name)
      case .screenshot(let path): write(.screenshot(path))
      case .fail(let failure):
        demoFailure = failure
        state.tell("the demo stops: \(failure)")
      }
    }
    demo = playing
    showCaption()
  }

  private func showCaption() {
    guard let demo else { return }
    let hint: String
    if hasTakenOver {
      hint = "you have the keys; Enter goes on, Esc ends "
    } else if demo.isOver {
      hint =
        demo.script.question.isEmpty ? "the end " : "\(ActionTable.key(.lessons)): more lessons "
    } else {
      hint = demo.isStopped ? "space goes on, every key works " : ""
    }
    let closing = demo.isOver && !demo.script.question.isEmpty
    let text =
      closing ? "Question: \(demo.script.question)  \u{2014}  \(demo.script.answer)" : demo.caption
    state.setCaption(text, hint: hint)
    notes?.tell(notesPage(demo))
  }

  private func notesPage(_ demo: DemoPlayer) -> String {
    let script = demo.script
    return """
      \(script.lesson.map { "Lesson \($0): " } ?? "")\(script.title)
      \(script.section)   \(demo.progress.done)/\(demo.progress.count)   \(demo.markName)

      NOW     \(demo.caption)

      NOTICE  \(script.notice)
      TRY     \(script.suggestion)

      ASK     \(script.question)
      ANSWER  \(script.answer)
      """
  }

  // MARK: Recording

  /// Begins a recording in a new file, or ends the one under way.
  func toggleRecording() {
    if let recorder {
      try? recorder.close(at: recordingTime)
      state.tell("recorded \(recordingPath)")
      self.recorder = nil
    } else {
      let number = (1...9999).first {
        !FileManager.default.fileExists(atPath: "anode-\($0).cast")
      }
      recordingPath = "anode-\(number ?? 0).cast"
      recordingTime = 0
      do throws(CastError) {
        recorder = try CastWriter(
          path: recordingPath, version: .v2, size: (state.width, state.height),
          title: "anode duel",
          timestamp: Int(Date().timeIntervalSince1970), force: false)
        state.tell("recording to \(recordingPath)")
      } catch {
        state.tell("\(error)")
      }
    }
    state.setRecording(recorder != nil)
  }

  /// Takes a frame into the recording; what goes wrong ends the recording and nothing else.
  func record(_ grid: CellGrid, after seconds: Double) {
    guard let recorder else { return }
    recordingTime += seconds
    do throws(CastError) {
      try recorder.frame(grid, at: recordingTime)
    } catch {
      self.recorder = nil
      state.setRecording(false)
      state.tell("the recording ends: \(error)")
    }
  }

  private func markRecording(_ name: String) { try? recorder?.marker(name, at: recordingTime) }
}
