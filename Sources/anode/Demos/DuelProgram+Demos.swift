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
    isAskedToHurry = false
    obey(state.beginAnew())
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
    // Keys for what lies above the screen are not the demo's.
    guard var demo, state.overlays.palette == nil, state.overlays.overlay == nil,
      state.overlays.lessonChoice == nil
    else {
      return false
    }
    let isTyping = state.navigation.focus == .settings
    defer {
      if self.demo != nil { self.demo = demo }
      showCaption()
    }
    switch key {
    case .escape where !isTyping:
      self.demo = nil
      isBlank = false
      obey(state.setCaptionAndSettle(nil))
      let kind = demo.script.lesson == nil ? "demo" : "lesson"
      let list =
        state.overlays.lessonTitles.isEmpty ? "" : "; \(ActionTable.key(.lessons)) lists lessons"
      state.report("\(kind) ended\(list)")
      return true
    case .character(".") where !isTyping:
      // A clicker's blank screen.
      isBlank.toggle()
      return true
    case .character("q"), .control("c"), .control("l"): return false
    case .pageDown, .enter, .character(" "):
      if isTyping && key != .pageDown { return false }
      if hasTakenOver {
        hasTakenOver = false
      } else if !demo.proceed() {
        if demo.isOver { return false }
        isAskedToHurry = true
      }
      return true
    case _ where demo.isOver: return false
    case .pageUp: return true
    default:
      // At a mark the keys are the person's own anyway.
      if !demo.isStopped { hasTakenOver = true }
      return false
    }
  }

  /// Lets the demo's time pass.
  func advanceDemo(by seconds: Double) {
    guard var playing = demo, !playing.isOver, !hasTakenOver else { return }
    let effects = playing.advance(
      by: seconds, &state, left: snapshots.left, right: snapshots.right)
    demo = playing
    demoFailure = demoFailure ?? playing.failure
    showCaption()
    obey(effects)
  }

  private func showCaption() {
    guard let demo else { return }
    if !demo.isAwaitingRuns { isAskedToHurry = false }
    defer { notes?.show(notesPage(demo)) }
    let isLesson = demo.script.lesson != nil
    if let failure = demo.failure {
      guard isLesson else {
        state.setCaption(
          "The demo stops. \(failure)", of: demo, hint: "Esc closes this, every key works ")
        return
      }
      let canGoOn = failure.condition != nil
      state.setCaption(
        failure.explanation, of: demo,
        keys: keys(canGoOn ? "go on anyway" : nil, "end the lesson"))
      return
    }
    if demo.isOver {
      let lessons = ActionTable.key(.lessons)
      let offersMore = isLesson && !state.overlays.lessonTitles.isEmpty
      state.setCaption(
        demo.caption, of: demo, hint: offersMore ? "the end; \(lessons): more lessons " : "the end "
      )
      return
    }
    let ending = isLesson ? "end the lesson" : "end the demo"
    if hasTakenOver {
      state.setCaption(
        demo.caption, of: demo, hint: "you have the keys ",
        keys: keys(isLesson ? "back to the lesson" : "back to the demo", ending))
    } else {
      state.setCaption(
        demo.caption, of: demo,
        hint: isAskedToHurry ? "the models are still training; it goes on by itself " : "",
        keys: keys(demo.isAwaitingRuns ? nil : demo.isStopped ? "go on" : "skip", ending))
    }
  }

  /// The keys of the demo, as the bottom line shows them.
  private func keys(_ space: String?, _ escape: String) -> [KeyHint] {
    (space.map { [KeyHint("space", $0)] } ?? []) + [KeyHint("Esc", escape)]
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
      state.report("recorded \(recordingPath)")
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
        state.report("recording to \(recordingPath)")
      } catch {
        state.report("\(error)")
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
      state.report("the recording ends: \(error)")
    }
  }

  /// Names the moment in the recording, if there is one.
  func markRecording(_ name: String) { try? recorder?.marker(name, at: recordingTime) }
}
