import Interface
import NeuralODE

/// Weights of a file, as the model that they are.
enum WeightsFile {
  /// The model of a file that is to be trained on a duel's data.
  static func checkpoint(
    _ path: String, for state: DuelState, _ side: Side
  ) throws(InputError) -> Checkpoint {
    do throws(Safetensors.Failure) {
      let data = state.setup.data
      return try SavedModel(path: path).checkpoint(
        inputs: data.images == nil ? data.dimension : nil, image: data.images?.shape)
    } catch {
      throw InputError(path: path, reason: error.description)
    }
  }
}
