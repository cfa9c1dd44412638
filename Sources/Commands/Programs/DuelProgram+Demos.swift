import Canvas
import FoundationEssentials
import Interface

/// Demos, lessons and recordings on the live screen.
extension DuelProgram {
  /// Begins a demo from a fresh duel.
  func begin(_ script: DemoScript, stopsAtMarks: Bool) {
    course = nil
    begin(DemoConduct(script, stopsAtMarks: stopsAtMarks))
  }

  /// Begins the lesson of a course that is on.
  func begin(_ course: Course, stopsAtMarks: Bool) {
    self.course = course
    begin(DemoConduct(course, stopsAtMarks: stopsAtMarks))
  }

  private func begin(_ conduct: DemoConduct) {
    exercise = nil
    demo = conduct
    obey(state.beginAnew())
    showCaption()
  }

  /// Goes to another lesson of the course.
  func moveCourse(by step: Int) {
    guard var course, let demo else {
      return state.report("no course is on; anode lesson all plays all lessons")
    }
    guard course.move(by: step) else {
      return state.report("this is the \(step > 0 ? "last" : "first") lesson of the course")
    }
    begin(course, stopsAtMarks: demo.player.stopsAtMarks)
  }

  /// Begins the lesson of that place in the list.
  func beginLesson(_ index: Int) {
    let lessons = DemoLibrary.lessons
    guard lessons.indices.contains(index) else { return }
    begin(lessons[index].script, stopsAtMarks: true)
  }

  /// What a key means to the demo that is playing; false when it is a key of the duel.
  func handleInDemo(_ key: Key) -> Bool {
    guard let answer = demo?.handle(key, state) else { return false }
    if answer == .back { obey(demo?.takeBack(&state) ?? []) }
    if answer == .stepBack { obey(demo?.stepBack(&state) ?? []) }
    if answer == .end {
      let farewell = demo?.farewell(state)
      (demo, course) = (nil, nil)
      obey([.send(.stop(nil)), .send(.forget)] + state.setCaptionAndSettle(nil))
      if let farewell { state.report(farewell) }
    }
    showCaption()
    return answer != .duel
  }

  /// Lets the demo's time pass.
  func advanceDemo(by seconds: Double) {
    guard var playing = demo, playing.isMoving else { return }
    let effects = playing.advance(by: seconds, &state, snapshots)
    demo = playing
    demoFailure = demoFailure ?? playing.failure
    showCaption()
    obey(effects, by: scriptPermission)
    if playing.isNextDue { moveCourse(by: 1) }
  }

  private func showCaption() {
    guard demo != nil else { return }
    demo?.showCaption(&state)
    if let page = demo?.notesPage { notes?.show(page) }
  }

  // MARK: Recording

  /// Begins a recording in a new file, or ends the one under way.
  func toggleRecording(by permission: WritePermission = .person) {
    if let recorder {
      do throws(CastError) {
        try recorder.close(at: recordingTime)
        state.report("recorded \(recordingPath)")
      } catch {
        state.report("the recording ends: \(error)")
      }
      self.recorder = nil
    } else {
      recordingPath =
        permission.freeName((1...9999).lazy.map { "anode-\($0).cast" }) ?? "anode-0.cast"
      recordingTime = 0
      do {
        recorder = try CastWriter(
          path: recordingPath, version: .v2, size: (state.width, state.height),
          title: "anode duel",
          timestamp: Int(Date().timeIntervalSince1970), permission: permission)
        state.report("recording to \(recordingPath)")
      } catch {
        state.report("\(error)")
      }
    }
    state.setRecording(recorder != nil)
  }

  /// Takes a frame into the recording; what goes wrong ends the recording and nothing else.
  func record(_ grid: CellGrid) {
    guard let recorder else { return }
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
