// libFuzzer looks here for the counters of code that it did not compile itself: SharpFuzz's instrumentation counts into them.
#include <stdint.h>

__attribute__((section("__libfuzzer_extra_counters"))) uint8_t pawl_edges[65536];
