print("anode")
