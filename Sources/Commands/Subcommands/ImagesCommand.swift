import Solvers
import NeuralODE

/// `anode images`
package enum ImagesCommand: Command {
  package static var description: CommandDescription {
    CommandDescription(
      name: "images", summary: "Train convolutional models on images, and write their metrics",
      discussion: [
        """
        The vector field is convolutional (1×1, 3×3, 1×1 filters), p zero channels are added to the image, and a \
        linear map of all features classifies it; cross entropy is minimised. Metrics go to standard output, one \
        record a line: model, filters, p, parameters, epoch, iteration, loss (the mean over the iterations since the \
        last record), nfe, backwardNFE, accepted and rejected steps of the last iteration, loss and accuracy of the \
        images held out, seconds of training. Progress goes to standard error, if that is a terminal.
        """,
        """
        --data digits are 1,797 digits of 8×8 pixels that come with the program (UCI, CC BY 4.0), every fifth \
        held out. mnist:DIR reads files in MNIST's format, plain or .gz; if DIR has only one pair of them, every \
        fifth image is held out. cifar10:DIR reads the binary batches, svhn:DIR SVHN's own train_32x32.mat and \
        test_32x32.mat. EMNIST's sets are read as mnist:DIR/emnist-letters. folder:DIR has a folder of JPEG, PNG, PPM \
        or PGM files for each class, all in DIR (every fifth of a class is held out), or in DIR/train and DIR/test or \
        DIR/val, or in Tiny ImageNet's layout. An invalid file ends the run before it begins.
        """,
        """
        --model both trains the ANODE of --filters and --p, then the NODE whose filters give it about the same number \
        of parameters, and compares them. --threads divides the stages of a solve among threads, which changes only \
        the speed.
        """,
      ],
      options: [
        .init(
          "data", "SOURCE", .text, default: "digits",
          "images: " + SettingKind.list(ImageSource.forms))
      ] + ImageOptions.descriptions + [
        .init(
          "model", "WHICH", .choice(ImagesRequest.Which.words), default: "anode", "the models")
      ]
        + SettingOptions.descriptions(
          [.model], except: ["model", "readout", "blocks"], names: ImagesRequest.names,
          defaults: ["p": "5", "hidden": "32"])
        + RunOptions.length(epochs: ImagesRequest.epochs, data: "images") + [
          .init(
            "threads", "N", .integer(1...256), default: "1", "threads that share a batch")
        ]
        + SettingOptions.descriptions(
          [.training, .solver], except: ["loss"],
          defaults: ["batch": "64", "learning-rate": "1e-3"])
        + RunOptions.output,
      examples: [
        .init(
          command: "anode images --data digits --p 2 --filters 16",
          purpose: "The digits that come with the program, above 90 % correct in seconds."),
        .init(
          command: "anode images --data mnist:mnist --size 14 --model both --threads 2",
          purpose:
            "MNIST's files in the folder mnist, at 14×14: ANODE, and NODE of equal parameters."
        ),
      ])
  }

  package static func run(_ options: ParsedOptions) throws {
    let request = try ImagesRequest(options)
    switch request.precision {
    case .float: try trainImages(request, in: Float.self)
    case .double: try trainImages(request, in: Double.self)
    }
  }
}
