import Interface
import NeuralODE

enum WeightsFile {
  /// The model, checked against a duel's data.
  static func checkpoint(
    _ path: String, for state: DuelState, _ side: Side
  ) throws(InputError) -> Checkpoint {
    do throws(Safetensors.Failure) {
      return try SavedModel(path: path).checkpoint(for: state.setup.data)
    } catch {
      throw InputError(path: path, reason: error.description)
    }
  }
}
