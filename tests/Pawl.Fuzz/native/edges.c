// What libFuzzer looks for in the library that it is linked into.
#include <stddef.h>
#include <stdint.h>

// Counters of code that it did not compile itself: SharpFuzz's instrumentation counts into them.
__attribute__((section("__libfuzzer_extra_counters"))) uint8_t pawl_edges[65536];

// Who makes an input from another one. libFuzzer itself does when nobody else is set.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t (*pawl_mutate)(uint8_t *data, size_t size, size_t most, unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed) {
  return pawl_mutate ? pawl_mutate(data, size, most, seed) : LLVMFuzzerMutate(data, size, most);
}
