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

  /// The model of a file that is to be trained on data.
  static func checkpoint(
    _ path: String, for data: DatasetConfiguration
  ) throws(InputErrors) -> Checkpoint {
    func refusal(_ reason: String) -> InputErrors {
      InputErrors(errors: [InputError(path: path, reason: reason)])
    }
    let checkpoint: Checkpoint
    do throws(Safetensors.Failure) {
      checkpoint = try Checkpoint(path: path, inputs: data.dimension, image: data.imageShape)
    } catch {
      throw refusal(error.description)
    }
    if data.problem.isOfSeries {
      if checkpoint.model.hasReadout {
        throw refusal("its model has a readout, which series have not")
      }
    } else if checkpoint.outputs != data.outputs {
      throw refusal("its model has \(checkpoint.outputs) outputs, expected \(data.outputs)")
    }
    return checkpoint
  }
}
