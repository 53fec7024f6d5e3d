// Each test drives whole processes, which mostly wait for their own start: two at a time keep two cores busy, more would only
// wait for each other.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
