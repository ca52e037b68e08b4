//go:build !unix

package main

func tellFileLimits() {}
