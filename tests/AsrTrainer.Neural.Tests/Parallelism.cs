// libtorch's generator, its number of threads and the switch of the fused layers belong to the whole process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
