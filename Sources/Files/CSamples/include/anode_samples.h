#ifndef ANODE_SAMPLES_H
#define ANODE_SAMPLES_H

/// Images that come with the program: one byte per label, then one byte per pixel, image by image and row by row.

/// 1,797 digits of 8 × 8 pixels from 0 to 16.
const unsigned char *_Nonnull anode_digits(void);

/// 1,000 digits of 14 × 14 pixels from 0 to 255.
const unsigned char *_Nonnull anode_mnist_sample(void);

#endif
