// Written by write-list, of the names in the folder demos.
#include "anode_demos.h"

// C23's, of which clang warns in what came before.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char demo_annulus[] = {
#embed "../../demos/annulus.demo"
};
static const unsigned char demo_images[] = {
#embed "../../demos/images.demo"
};
static const unsigned char demo_lesson_01_resnet_to_ode[] = {
#embed "../../demos/lesson-01-resnet-to-ode.demo"
};
static const unsigned char demo_lesson_02_flow[] = {
#embed "../../demos/lesson-02-flow.demo"
};
static const unsigned char demo_lesson_03_line[] = {
#embed "../../demos/lesson-03-line.demo"
};
static const unsigned char demo_lesson_04_caution[] = {
#embed "../../demos/lesson-04-caution.demo"
};
static const unsigned char demo_lesson_05_homeomorphism[] = {
#embed "../../demos/lesson-05-homeomorphism.demo"
};
static const unsigned char demo_lesson_06_nfe[] = {
#embed "../../demos/lesson-06-nfe.demo"
};
static const unsigned char demo_lesson_07_augment[] = {
#embed "../../demos/lesson-07-augment.demo"
};
static const unsigned char demo_lesson_08_separable[] = {
#embed "../../demos/lesson-08-separable.demo"
};
static const unsigned char demo_lesson_09_generalization[] = {
#embed "../../demos/lesson-09-generalization.demo"
};
static const unsigned char demo_lesson_10_how_large[] = {
#embed "../../demos/lesson-10-how-large.demo"
};
static const unsigned char demo_lesson_11_instability[] = {
#embed "../../demos/lesson-11-instability.demo"
};
static const unsigned char demo_lesson_12_cost[] = {
#embed "../../demos/lesson-12-cost.demo"
};
static const unsigned char demo_lesson_13_images[] = {
#embed "../../demos/lesson-13-images.demo"
};
static const unsigned char demo_lesson_14_spiral[] = {
#embed "../../demos/lesson-14-spiral.demo"
};
static const unsigned char demo_lesson_15_hidden[] = {
#embed "../../demos/lesson-15-hidden.demo"
};

static const anode_demo demos[] = {
    {"annulus", demo_annulus, sizeof demo_annulus},
    {"images", demo_images, sizeof demo_images},
    {"lesson-01-resnet-to-ode", demo_lesson_01_resnet_to_ode, sizeof demo_lesson_01_resnet_to_ode},
    {"lesson-02-flow", demo_lesson_02_flow, sizeof demo_lesson_02_flow},
    {"lesson-03-line", demo_lesson_03_line, sizeof demo_lesson_03_line},
    {"lesson-04-caution", demo_lesson_04_caution, sizeof demo_lesson_04_caution},
    {"lesson-05-homeomorphism", demo_lesson_05_homeomorphism, sizeof demo_lesson_05_homeomorphism},
    {"lesson-06-nfe", demo_lesson_06_nfe, sizeof demo_lesson_06_nfe},
    {"lesson-07-augment", demo_lesson_07_augment, sizeof demo_lesson_07_augment},
    {"lesson-08-separable", demo_lesson_08_separable, sizeof demo_lesson_08_separable},
    {"lesson-09-generalization", demo_lesson_09_generalization, sizeof demo_lesson_09_generalization},
    {"lesson-10-how-large", demo_lesson_10_how_large, sizeof demo_lesson_10_how_large},
    {"lesson-11-instability", demo_lesson_11_instability, sizeof demo_lesson_11_instability},
    {"lesson-12-cost", demo_lesson_12_cost, sizeof demo_lesson_12_cost},
    {"lesson-13-images", demo_lesson_13_images, sizeof demo_lesson_13_images},
    {"lesson-14-spiral", demo_lesson_14_spiral, sizeof demo_lesson_14_spiral},
    {"lesson-15-hidden", demo_lesson_15_hidden, sizeof demo_lesson_15_hidden},
};

size_t anode_demo_count(void) { return sizeof demos / sizeof demos[0]; }

anode_demo anode_demo_at(size_t index) { return demos[index]; }
