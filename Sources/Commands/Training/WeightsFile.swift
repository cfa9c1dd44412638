import Interface
import NeuralODE

/// Weights of a file, as the model that they are.
enum WeightsFile {
  /// The model of a file that is to be trained on a duel's data.
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
