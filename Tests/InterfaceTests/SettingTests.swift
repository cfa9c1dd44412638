import Canvas
import Foundation
import LiveSession
import NeuralODE
import Testing

@testable import Interface

@Suite("Settings and commands take effect, or say what is accepted") struct SettingTests {
  private func state() -> DuelState { DuelState(width: 140, height: 42) }

  @Test("every setting takes every value that its keys step to")
  func steps() throws {
    for setting in SettingTable.all {
      for side in setting.isOfSide ? Side.allCases : [.left] {
        for up in [true, false] {
          var state = state()
          _ = try state.perform("data rings")
          _ = try state.perform("left.model resnet")
          for _ in 0..<30 {
            guard let next = setting.row.step(from: setting.get(state, side), up: up) else {
              break
            }
            let ofSeries = RunSetting.ofSeries.map(\.name)
            do throws(CommandError) {
              _ = try state.set(setting, setting.isOfSide ? side : nil, next)
              // p of a model without it stays 0, the plane needs a readout, a ResNet has no
              // convolutions, and points have no observation times.
              #expect(setting.get(state, side) == next, "\(setting.name) \(next.text)")
            } catch {
              #expect(
                (["p", "readout", "data"] + ofSeries).contains(setting.name), "\(error.reason)")
              break
            }
          }
        }
      }
    }
  }

  @Test("points are a total, split as published, or a number per class")
  func points() throws {
    var state = state()
    for (text, counts) in [("100", (25, 75)), ("30+70", (30, 70)), ("25+75", (25, 75))] {
      _ = try state.perform("points \(text)")
      #expect(state.setup.data.negativeCount == counts.0, "\(text)")
      #expect(state.setup.data.positiveCount == counts.1, "\(text)")
      var again = self.state()
      for assignment in state.assignments { try again.assign(assignment) }
      #expect(again.setup == state.setup, "\(state.shareLine)")
    }
    for text in ["1", "0+5", "1+2+3", "10000001", "5+"] {
      #expect(throws: CommandError.self, "\(text)") { try state.perform("points \(text)") }
    }
  }

  @Test("too many observations are refused, in either order of the settings")
  func observations() throws {
    var state = state()
    _ = try state.perform("data oscillator")
    _ = try state.perform("observations 100000")
    #expect(throws: CommandError.self) { try state.perform("series 100000") }
    _ = try state.perform("observations 1000")
    _ = try state.perform("series 100000")
    #expect(throws: CommandError.self) { try state.perform("observations 100000") }
  }

  @Test("a setting retunes a running model if it can, and else restarts only that side")
  func consequences() throws {
    var state = state()
    func kinds(_ command: String) throws -> [String] {
      try state.perform(command).map { effect in
        guard effect != .send(.setTempo(nil)) else { return "tempo" }
        guard effect != .send(.setPace(.apart)) else { return "pace" }
        guard case .send(.session(let side, let command)) = effect else { return "other" }
        switch command {
        case .retune: return "\(side) tuned"
        case .reconfigure: return "\(side) restarted"
        case .replaceData: return "\(side) repainted"
        default: return "\(side) \(command)"
        }
      }
    }
    #expect(try kinds("rate 5e-3") == ["left tuned", "right tuned"])
    #expect(try kinds("right.tolerance 1e-5") == ["right tuned"])
    #expect(try kinds("left.solver rk4") == ["left tuned"])
    #expect(try kinds("right.p 5") == ["right restarted"])
    #expect(try kinds("left.model resnet") == ["left restarted"])
    #expect(try kinds("hidden 16") == ["left restarted", "right restarted"])
    #expect(try kinds("paint +1 0.5 0.5") == ["left repainted", "right repainted"])
    #expect(try kinds("tempo full") == ["tempo"])
    #expect(try kinds("pace apart") == ["pace"])
    #expect(state.tempoText == "full speed, apart: by seconds")
    #expect(try kinds("pace apart").isEmpty)
    #expect(try kinds("theme light").isEmpty)
  }

  @Test(
    "a wrong command changes nothing, and the error says what is accepted",
    arguments: [
      ("p 257", "0 to 256"), ("right.p x", "whole number"), ("left.p 3", "no added dimensions"),
      ("data cats", "annulus"), ("solver rk5", "dopri5"), ("frobnicate", "unknown"),
      ("tolerance", "one value"), ("view left log", "no view"),
      ("view nowhere flow", "unknown panel"),
      ("camera 1", "AZIMUTH"), ("probe 1", "X Y"), ("paint 3 0 0", "erase"),
      ("time 2", "from 0 to 1"),
      ("moment later", "SHARE"), ("pause now", "no value"),
      ("readout none", "on the line only"),
      ("left.seed 3", "unknown"), ("rate nan", "number"), ("focus x", "PANEL"),
    ])
  func refused(command: String, part: String) {
    var state = state()
    let before = state
    do throws(CommandError) {
      _ = try state.perform(command)
      Issue.record("'\(command)' was accepted")
    } catch {
      #expect(error.reason.contains(part), "\(error.reason)")
    }
    #expect(state == before)
  }

  @Test("undo reverts every change, and redo restores it")
  func undo() throws {
    var state = state()
    let first = state.setup
    for command in ["data spirals", "right.p 3", "hidden 64", "paint -1 0.2 0.1", "decay 0.001"] {
      _ = try state.perform(command)
    }
    let last = state.setup
    for _ in 0..<5 { _ = state.apply(.undo) }
    #expect(state.setup == first)
    #expect(state.apply(.undo).isEmpty)
    for _ in 0..<5 { _ = state.apply(.redo) }
    #expect(state.setup == last)
    #expect(state.apply(.redo).isEmpty)
  }

  @Test("the share line of a sweep's duel restores its runs")
  func shareOfSweep() throws {
    var run = RunConfiguration(data: .annulus, model: .anode(p: 200), seed: 3)
    run.training.controller = .proportionalIntegral
    run.training.kineticPenalty = 0.1
    run.training.maximumSteps = 77
    var other = run
    other.model = .node()
    let setup = try #require(DuelSetup(left: other, right: run))
    let state = DuelState(setup: setup, width: 140, height: 42)
    var again = DuelState(width: 140, height: 42)
    for assignment in state.assignments { try again.assign(assignment) }
    for side in Side.allCases {
      #expect(again.setup.run(side) == state.setup.run(side), "\(state.shareLine)")
    }
  }

  @Test("the kinetic penalty stays when the data changes to digits, and is trained with")
  func penalty() throws {
    var state = state()
    _ = try state.perform("kinetic-penalty 0.1")
    #expect(state.setup.run(.left).training.kineticPenalty == 0.1)
    _ = state.apply(.data(.digits))
    #expect(state.problem == .images && state.setup.run(.left).training.kineticPenalty == 0.1)
    var duel = LockstepDuel(state)
    _ = duel.apply(.step)
    duel.advance(by: 0.1)
    #expect(duel.snapshots.left.iteration == 1 && duel.snapshots.left.loss?.isFinite == true)
  }

  @Test("the view command accepts every panel with views, and lists them")
  func panels() throws {
    var state = state()
    _ = state.apply(.data(.digits))
    for panel in Panel.all where state.views(of: panel).count > 1 {
      #expect(
        CommandLine.completions(of: "view \(panel.name.prefix(2))", state).contains(
          "view \(panel.name)"))
      let view = try #require(state.views(of: panel).last)
      _ = try state.perform("view \(panel.name) \(view.name)")
      #expect(state.view(of: panel) == view)
    }
    do throws(CommandError) {
      _ = try state.perform("view settings flow")
      Issue.record("settings have no views")
    } catch {
      #expect(error.reason.contains("view"))
    }
    do throws(CommandError) {
      _ = try state.perform("view nowhere flow")
      Issue.record("there is no such panel")
    } catch {
      #expect(error.reason.contains("maps"))
    }
  }

  @Test("a share line restores the duel, whatever settings were changed")
  func share() throws {
    var noise = SyntheticRun.Noise()
    for _ in 0..<200 {
      var state = state()
      for _ in 0..<12 {
        let setting = SettingTable.all[
          Int(noise.next() * Float(SettingTable.all.count)) % SettingTable.all.count]
        let side: Side = noise.next() < 0.5 ? .left : .right
        let up = noise.next() < 0.6
        guard let next = setting.row.step(from: setting.get(state, side), up: up) else { continue }
        _ = try? state.set(setting, setting.isOfSide ? side : nil, next)
      }
      if noise.next() < 0.3, state.setup.data.dimension == 2 {
        _ = try state.perform("paint \(state.problem == .classes ? "2" : "+1") 0.25 -1.5")
        _ = try state.perform("paint erase 0 0.5")
      }
      var again = DuelState(width: 140, height: 42)
      for assignment in state.assignments { try again.assign(assignment) }
      for side in Side.allCases {
        #expect(again.setup.run(side) == state.setup.run(side), "\(state.shareLine)")
      }
      #expect(again.playback.tempo == state.playback.tempo && again.themeName == state.themeName)
      #expect(again.playback.pace == state.playback.pace)
    }
  }

  @Test("a share line restores any pair of changed settings")
  func shareOfPairs() throws {
    // Both settings on the left side; the second steps up or down.
    for first in SettingTable.all where first.group != .program {
      var one = state()
      guard let value = first.row.step(from: first.get(one, .left), up: true) else { continue }
      do throws(CommandError) {
        _ = try one.set(first, first.isOfSide ? .left : nil, value)
      } catch {
        continue
      }
      for second in SettingTable.all where second.group != .program {
        for up in [true, false] {
          var two = one
          guard let value = second.row.step(from: second.get(two, .left), up: up),
            (try? two.set(second, second.isOfSide ? .left : nil, value)) != nil
          else { continue }
          var again = state()
          for assignment in two.assignments { try again.assign(assignment) }
          for side in Side.allCases {
            #expect(again.setup.run(side) == two.setup.run(side), "\(two.shareLine)")
          }
        }
      }
    }
  }

  @Test("a share line keeps p = 0 of an ANODE")
  func shareOfNoAugmentation() throws {
    var state = state()
    for command in ["link off", "left.blocks 3", "left.model anode", "left.p 0", "left.hidden 64"] {
      _ = try state.perform(command)
    }
    #expect(state.assignments.contains("left.p=0"))
    var again = self.state()
    for assignment in state.assignments { try again.assign(assignment) }
    #expect(again.setup.run(.left) == state.setup.run(.left), "\(state.shareLine)")
  }

  @Test("a key and a command change the data in the same way")
  func oneWayToOtherData() throws {
    let before = [
      [], ["test slice"], ["test 0.2"], ["right.p 3"], ["right.model node"], ["tolerance 1e-5"],
    ]
    for commands in before {
      for kind in DatasetKind.named {
        var state = state()
        for command in commands { _ = try state.perform(command) }
        var (pressed, typed) = (state, state)
        let effects = pressed.apply(.data(kind))
        #expect(try typed.perform("data \(kind.rawValue)") == effects, "\(commands) \(kind)")
        #expect(typed.setup == pressed.setup, "\(commands) \(kind)")
        #expect(typed.pointing == pressed.pointing, "\(commands) \(kind)")
      }
    }
    var state = state()
    _ = try state.perform("test slice")
    _ = try state.perform("data flip")
    #expect(state.setup.data.heldOut == .none)
  }

  @Test("a value typed in the panel is set, and a wrong one is refused there")
  func typing() {
    var state = state()
    func press(_ keys: [Key]) { for key in keys { _ = state.handle(.key(key)) } }
    _ = state.handle(.key(.character("g")))
    while state.selectedSetting?.name != "tolerance" { press([.down]) }
    press([.enter, .character("1"), .character("e"), .character("-"), .character("7"), .enter])
    #expect(
      state.setup.run(.left).training.tolerance == 1e-7
        && state.setup.run(.right).training.tolerance == 1e-7)
    press([.character("9"), .enter])
    #expect(state.navigation.cursor.error?.contains("above 0, at most 1") == true)
    #expect(state.setup.run(.left).training.tolerance == 1e-7)
    press([.escape, .right])
    #expect(state.setup.run(.left).training.tolerance == 1e-6)
    while state.selectedSetting?.name != "hidden" { press([.up]) }
    #expect(state.consequence == "restarts both models")
    press([.escape])
    #expect(state.navigation.focus == .right)
  }

  @Test("a line can be pasted where one can be typed; several lines are refused")
  func paste() {
    var state = state()
    func paste(_ text: String) { _ = state.handle(.paste(text)) }
    paste("q")
    #expect(state.overlays.message?.contains("after :") == true)
    _ = state.handle(.key(.character(":")))
    paste("tolerance\t 1e-5\n")
    #expect(state.overlays.palette?.text == "tolerance 1e-5")
    for text in ["\np 2\np 3\n", "p 2\r\np 3", "p 2\rp 3", String(repeating: "p", count: 401)] {
      paste(text)
      #expect(state.overlays.palette?.text == "tolerance 1e-5")
      #expect(state.overlays.palette?.error?.contains("none typed") == true)
    }
    _ = state.handle(.key(.enter))
    #expect(state.overlays.palette == nil && state.setup.run(.left).training.tolerance == 1e-5)
  }

  @Test("the palette completes and runs commands, and keeps one that fails")
  func palette() {
    var state = state()
    func type(_ text: String) { for c in text { _ = state.handle(.key(.character(c))) } }
    _ = state.handle(.key(.character(":")))
    type("tol")
    _ = state.handle(.key(.tab))
    #expect(state.overlays.palette?.text == "tolerance ")
    type("1e-5")
    _ = state.handle(.key(.enter))
    #expect(state.overlays.palette == nil && state.setup.run(.left).training.tolerance == 1e-5)
    _ = state.handle(.key(.character(":")))
    type("right.p 500")
    _ = state.handle(.key(.enter))
    #expect(state.overlays.palette?.error != nil && state.overlays.palette?.text == "right.p 500")
    _ = state.handle(.key(.escape))
    #expect(state.overlays.palette == nil)
    #expect(CommandLine.completions(of: "data sp", state) == ["data spirals", "data spiral"])
    #expect(CommandLine.completions(of: "view band", state).isEmpty)
    #expect(CommandLine.completions(of: "view left st", state) == ["view left steps"])
  }
}
