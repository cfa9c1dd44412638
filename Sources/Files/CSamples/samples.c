#include "anode_samples.h"

// #embed is C23, and clang warns about it in earlier C.
#pragma clang diagnostic ignored "-Wc23-extensions"

// Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, 1998, UCI Machine Learning
// Repository, DOI 10.24432/C50P49, licensed under CC BY 4.0
// (https://creativecommons.org/licenses/by/4.0/). Only the format is changed.
static const unsigned char digits[] = {
#embed "digits.bin"
};
_Static_assert(sizeof digits == 1797 * (1 + 8 * 8), "digits.bin is of another size");

// MNIST, Y. LeCun, C. Cortes and C. J. C. Burges, licensed under CC BY-SA 3.0
// (https://creativecommons.org/licenses/by-sa/3.0/). A part of it, averaged and rounded.
static const unsigned char mnist_sample[] = {
#embed "mnist-sample.bin"
};
_Static_assert(sizeof mnist_sample == 1000 * (1 + 14 * 14), "mnist-sample.bin is of another size");

const unsigned char *anode_digits(void) { return digits; }

const unsigned char *anode_mnist_sample(void) { return mnist_sample; }
