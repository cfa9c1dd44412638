// Written by write-list, of the names in the folder demos.
#include "anode_demos.h"

// C23's, of which clang warns in what came before.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char file_annulus_demo[] = {
#embed "../../../demos/annulus.demo"
};
static const unsigned char file_exercise_01_loss_demo[] = {
#embed "../../../demos/exercise-01-loss.demo"
};
static const unsigned char file_exercise_02_wrong_here_demo[] = {
#embed "../../../demos/exercise-02-wrong-here.demo"
};
static const unsigned char file_exercise_03_light_demo[] = {
#embed "../../../demos/exercise-03-light.demo"
};
static const unsigned char file_exercise_04_few_parameters_demo[] = {
#embed "../../../demos/exercise-04-few-parameters.demo"
};
static const unsigned char file_exercise_05_jumps_demo[] = {
#embed "../../../demos/exercise-05-jumps.demo"
};
static const unsigned char file_exercise_06_straight_demo[] = {
#embed "../../../demos/exercise-06-straight.demo"
};
static const unsigned char file_exercise_07_sine_demo[] = {
#embed "../../../demos/exercise-07-sine.demo"
};
static const unsigned char file_exercise_08_gives_up_demo[] = {
#embed "../../../demos/exercise-08-gives-up.demo"
};
static const unsigned char file_exercise_09_no_dimension_demo[] = {
#embed "../../../demos/exercise-09-no-dimension.demo"
};
static const unsigned char file_images_demo[] = {
#embed "../../../demos/images.demo"
};
static const unsigned char file_lesson_01_resnet_to_ode_demo[] = {
#embed "../../../demos/lesson-01-resnet-to-ode.demo"
};
static const unsigned char file_lesson_02_flow_demo[] = {
#embed "../../../demos/lesson-02-flow.demo"
};
static const unsigned char file_lesson_03_never_meet_demo[] = {
#embed "../../../demos/lesson-03-never-meet.demo"
};
static const unsigned char file_lesson_04_how_it_learns_demo[] = {
#embed "../../../demos/lesson-04-how-it-learns.demo"
};
static const unsigned char file_lesson_05_line_demo[] = {
#embed "../../../demos/lesson-05-line.demo"
};
static const unsigned char file_lesson_06_caution_demo[] = {
#embed "../../../demos/lesson-06-caution.demo"
};
static const unsigned char file_lesson_07_homeomorphism_demo[] = {
#embed "../../../demos/lesson-07-homeomorphism.demo"
};
static const unsigned char file_lesson_08_nfe_demo[] = {
#embed "../../../demos/lesson-08-nfe.demo"
};
static const unsigned char file_lesson_09_augment_demo[] = {
#embed "../../../demos/lesson-09-augment.demo"
};
static const unsigned char file_lesson_10_zeros_demo[] = {
#embed "../../../demos/lesson-10-zeros.demo"
};
static const unsigned char file_lesson_11_momentum_demo[] = {
#embed "../../../demos/lesson-11-momentum.demo"
};
static const unsigned char file_lesson_12_control_demo[] = {
#embed "../../../demos/lesson-12-control.demo"
};
static const unsigned char file_lesson_13_separable_demo[] = {
#embed "../../../demos/lesson-13-separable.demo"
};
static const unsigned char file_lesson_14_generalization_demo[] = {
#embed "../../../demos/lesson-14-generalization.demo"
};
static const unsigned char file_lesson_15_how_large_demo[] = {
#embed "../../../demos/lesson-15-how-large.demo"
};
static const unsigned char file_lesson_16_instability_demo[] = {
#embed "../../../demos/lesson-16-instability.demo"
};
static const unsigned char file_lesson_17_cost_demo[] = {
#embed "../../../demos/lesson-17-cost.demo"
};
static const unsigned char file_lesson_18_images_demo[] = {
#embed "../../../demos/lesson-18-images.demo"
};
static const unsigned char file_lesson_19_spiral_demo[] = {
#embed "../../../demos/lesson-19-spiral.demo"
};
static const unsigned char file_lesson_20_hidden_demo[] = {
#embed "../../../demos/lesson-20-hidden.demo"
};
static const unsigned char file_lesson_21_paper_demo[] = {
#embed "../../../demos/lesson-21-paper.demo"
};
static const unsigned char file_lesson_22_summary_demo[] = {
#embed "../../../demos/lesson-22-summary.demo"
};
static const unsigned char file_mnist_demo[] = {
#embed "../../../demos/mnist.demo"
};
static const unsigned char file_mnist_anode_safetensors[] = {
#embed "../../../demos/mnist-anode.safetensors"
};
static const unsigned char file_mnist_node_safetensors[] = {
#embed "../../../demos/mnist-node.safetensors"
};

static const anode_file files[] = {
    {"annulus.demo", file_annulus_demo, sizeof file_annulus_demo},
    {"exercise-01-loss.demo", file_exercise_01_loss_demo, sizeof file_exercise_01_loss_demo},
    {"exercise-02-wrong-here.demo", file_exercise_02_wrong_here_demo, sizeof file_exercise_02_wrong_here_demo},
    {"exercise-03-light.demo", file_exercise_03_light_demo, sizeof file_exercise_03_light_demo},
    {"exercise-04-few-parameters.demo", file_exercise_04_few_parameters_demo, sizeof file_exercise_04_few_parameters_demo},
    {"exercise-05-jumps.demo", file_exercise_05_jumps_demo, sizeof file_exercise_05_jumps_demo},
    {"exercise-06-straight.demo", file_exercise_06_straight_demo, sizeof file_exercise_06_straight_demo},
    {"exercise-07-sine.demo", file_exercise_07_sine_demo, sizeof file_exercise_07_sine_demo},
    {"exercise-08-gives-up.demo", file_exercise_08_gives_up_demo, sizeof file_exercise_08_gives_up_demo},
    {"exercise-09-no-dimension.demo", file_exercise_09_no_dimension_demo, sizeof file_exercise_09_no_dimension_demo},
    {"images.demo", file_images_demo, sizeof file_images_demo},
    {"lesson-01-resnet-to-ode.demo", file_lesson_01_resnet_to_ode_demo, sizeof file_lesson_01_resnet_to_ode_demo},
    {"lesson-02-flow.demo", file_lesson_02_flow_demo, sizeof file_lesson_02_flow_demo},
    {"lesson-03-never-meet.demo", file_lesson_03_never_meet_demo, sizeof file_lesson_03_never_meet_demo},
    {"lesson-04-how-it-learns.demo", file_lesson_04_how_it_learns_demo, sizeof file_lesson_04_how_it_learns_demo},
    {"lesson-05-line.demo", file_lesson_05_line_demo, sizeof file_lesson_05_line_demo},
    {"lesson-06-caution.demo", file_lesson_06_caution_demo, sizeof file_lesson_06_caution_demo},
    {"lesson-07-homeomorphism.demo", file_lesson_07_homeomorphism_demo, sizeof file_lesson_07_homeomorphism_demo},
    {"lesson-08-nfe.demo", file_lesson_08_nfe_demo, sizeof file_lesson_08_nfe_demo},
    {"lesson-09-augment.demo", file_lesson_09_augment_demo, sizeof file_lesson_09_augment_demo},
    {"lesson-10-zeros.demo", file_lesson_10_zeros_demo, sizeof file_lesson_10_zeros_demo},
    {"lesson-11-momentum.demo", file_lesson_11_momentum_demo, sizeof file_lesson_11_momentum_demo},
    {"lesson-12-control.demo", file_lesson_12_control_demo, sizeof file_lesson_12_control_demo},
    {"lesson-13-separable.demo", file_lesson_13_separable_demo, sizeof file_lesson_13_separable_demo},
    {"lesson-14-generalization.demo", file_lesson_14_generalization_demo, sizeof file_lesson_14_generalization_demo},
    {"lesson-15-how-large.demo", file_lesson_15_how_large_demo, sizeof file_lesson_15_how_large_demo},
    {"lesson-16-instability.demo", file_lesson_16_instability_demo, sizeof file_lesson_16_instability_demo},
    {"lesson-17-cost.demo", file_lesson_17_cost_demo, sizeof file_lesson_17_cost_demo},
    {"lesson-18-images.demo", file_lesson_18_images_demo, sizeof file_lesson_18_images_demo},
    {"lesson-19-spiral.demo", file_lesson_19_spiral_demo, sizeof file_lesson_19_spiral_demo},
    {"lesson-20-hidden.demo", file_lesson_20_hidden_demo, sizeof file_lesson_20_hidden_demo},
    {"lesson-21-paper.demo", file_lesson_21_paper_demo, sizeof file_lesson_21_paper_demo},
    {"lesson-22-summary.demo", file_lesson_22_summary_demo, sizeof file_lesson_22_summary_demo},
    {"mnist.demo", file_mnist_demo, sizeof file_mnist_demo},
    {"mnist-anode.safetensors", file_mnist_anode_safetensors, sizeof file_mnist_anode_safetensors},
    {"mnist-node.safetensors", file_mnist_node_safetensors, sizeof file_mnist_node_safetensors},
};

size_t anode_file_count(void) { return sizeof files / sizeof files[0]; }

anode_file anode_file_at(size_t index) { return files[index]; }
