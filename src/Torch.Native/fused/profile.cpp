#include "profile.h"
#include "../shim.h"
#include <atomic>
#include <map>
#include <mutex>

namespace asr {
namespace {

struct Total {
  double seconds = 0;
  int64_t calls = 0;
};

std::atomic<bool> on{false};
std::mutex guard;
std::map<std::string, Total> totals;  // by name: one literal may have several addresses
thread_local Section* current = nullptr;

}  // namespace

Section::Section(const char* name) : name_(on.load(std::memory_order_relaxed) ? name : nullptr), outer_(current) {
  if (!name_) return;
  current = this;
  start_ = std::chrono::steady_clock::now();
}

Section::~Section() {
  if (!name_) return;
  const auto whole = std::chrono::steady_clock::now() - start_;
  current = outer_;
  if (outer_) outer_->inside_ += whole;
  const std::lock_guard<std::mutex> lock(guard);
  Total& total = totals[name_];
  total.seconds += std::chrono::duration<double>(whole - inside_).count();
  total.calls++;
}

}  // namespace asr

// Starts from nothing, or stops and keeps what was found.
ASR_STATUS(asr_profile, (bool enable), {
  const std::lock_guard<std::mutex> lock(asr::guard);
  if (enable) asr::totals.clear();
  asr::on = enable;
})

// One line a section: name, tab, seconds, tab, calls. The text lives until the calling thread asks again.
ASR_EXPORT(const char*, nullptr, asr_profile_report, (), {
  thread_local std::string text;
  const std::lock_guard<std::mutex> lock(asr::guard);
  text.clear();
  for (const auto& entry : asr::totals) {
    char figures[64];
    std::snprintf(figures, sizeof figures, "\t%.9f\t%lld\n", entry.second.seconds, (long long)entry.second.calls);
    text += entry.first + figures;
  }
  return text.c_str();
})
