// Where the time of a training step goes: a Section adds the wall time of its scope, less that of the sections inside it, to a name.
// Off unless asked for; then a section costs two readings of the clock. Sections belong on the thread that calls a layer, never
// inside a parallel region.
#pragma once
#include <chrono>

namespace asr {

class Section {
 public:
  // The name must outlive the program: a literal.
  explicit Section(const char* name);
  ~Section();
  Section(const Section&) = delete;
  Section& operator=(const Section&) = delete;

 private:
  const char* name_;  // null while profiling is off
  Section* outer_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::duration inside_{};
};

}  // namespace asr
